import { blankProduct } from './blank-items';
import type { RawProduct, RawVariation } from './raw';

/** A variation as /products/<id> and /products?sku= show it: every key of a product, most of them the parent's. */
export function variationAsProduct(variation: RawVariation, parent: RawProduct): RawProduct {
  const blank = blankProduct(variation.id);
  const own = Object.keys(blank).filter((key) => key in variation);
  return {
    ...blank,
    ...Object.fromEntries(own.map((key) => [key, variation[key] ?? null])),
    id: variation.id,
    name: parent.name,
    slug: parent.slug,
    total_sales: '0',
    reviews_allowed: false,
    images: variation.image === null ? [] : [variation.image],
  };
}
