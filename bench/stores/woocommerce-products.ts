import { type GeneratedProduct, generateProducts } from '../../simulators/woocommerce/catalogue/generate-products';
import type { WooCommerceOrder } from './messages';

/** The products of a WooCommerce workload: every so many-th is variable and has exactly so many variations. */
export function* wooCommerceProducts(order: WooCommerceOrder): Generator<GeneratedProduct> {
  const like = { count: order.products, seed: 1, currency: 'EUR' };
  // Both give a product of the same id at the same place.
  const simple = generateProducts({ ...like, variableShare: 0 });
  const variable = generateProducts({ ...like, variableShare: 1 });
  for (let at = 0; at < order.products; at++) {
    const [one, other] = [simple.next().value, variable.next().value];
    if (!one || !other) return;
    yield at % order.variableEvery === 0 ? withVariations(other, order.variationsEach) : one;
  }
}

function withVariations({ product, variations }: GeneratedProduct, count: number): GeneratedProduct {
  const id = Number(product.id);
  return {
    product,
    variations: Array.from({ length: count }, (_, at) => ({
      ...variations[at % variations.length],
      id: id + 1 + at,
      sku: `${id}-${at + 1}`,
      menu_order: at,
    })),
  };
}
