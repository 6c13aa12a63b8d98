import type { CanonicalProduct } from '../../../model/product';
import type { UnreadableProduct } from '../../../model/rejection';
import { mapProduct } from './map-product';

/** Maps each; those that cannot be are set aside, the others go on (I7). */
export function mapProducts(raw: readonly unknown[], currency: string) {
  const products: CanonicalProduct[] = [];
  const rejected: UnreadableProduct[] = [];
  for (const each of raw) {
    const mapped = mapProduct(each, currency);
    if ('reason' in mapped) rejected.push(mapped);
    else products.push(mapped);
  }
  return { products, rejected };
}
