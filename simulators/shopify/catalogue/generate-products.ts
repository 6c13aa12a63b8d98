import { seededRandom } from '../../catalogue/random';
import { type GeneratorOptions, generateProduct } from './generate-product';
import { nastyProducts } from './nasty-products';
import type { ShopProduct } from './shop-product';

/** Invents the products of a shop: the same for the same seed, at any time and in any process. */
export function generateProducts(options: GeneratorOptions): ShopProduct[] {
  const random = seededRandom(options.seed ?? 1);
  const count = typeof options.products === 'number' ? options.products : 0;
  const products = Array.from({ length: count }, (_, number) => generateProduct(number, random, options));
  return options.nasty ? [...products, ...nastyProducts(random, options)] : products;
}
