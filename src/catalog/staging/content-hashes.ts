import { hash } from 'node:crypto';
import type { CanonicalProduct, CanonicalVariant, Json, Metadata } from '../../model/product';

/** Three hashes a product, product and variants together: a lean mode compares and writes only its own group. */
export interface ContentHashes {
  details: string;
  prices: string;
  stock: string;
}

/** Metadata that tells of stock; the rest are details. */
const STOCK_METADATA: ReadonlySet<string> = new Set(['quantity', 'stock_status', 'backorders', 'inventory_policy']);

/**
 * MD5 as UUID of the canonical text: it detects change, it protects nothing. Made in Node, where it costs 9 ms a page
 * of 250; the same in SQL needs the page parsed first. `source_updated_at` is in none: a store's date may move alone (I5).
 */
export function contentHashes(product: CanonicalProduct): ContentHashes {
  return {
    details: textHash([
      product.title,
      product.description,
      product.images.map((image) => [image.url, image.alt, image.position]),
      product.sku,
      product.status,
      product.is_active,
      product.url,
      product.categories.map((category) => category.external_id),
      product.tags,
      product.vendor,
      product.product_type,
      sorted(product.metadata, (key) => !STOCK_METADATA.has(key)),
      product.variants.map(detailsOfVariant),
    ]),
    prices: textHash([
      product.currency,
      product.price,
      product.variants.map((variant) => [variant.external_id, variant.price, variant.compare_at_price]),
    ]),
    stock: textHash([
      product.stock,
      product.available,
      sorted(product.metadata, (key) => STOCK_METADATA.has(key)),
      product.variants.map((variant) => [
        variant.external_id,
        variant.stock,
        variant.available,
        sorted(variant.metadata, (key) => STOCK_METADATA.has(key)),
      ]),
    ]),
  };
}

function detailsOfVariant(variant: CanonicalVariant): Json[] {
  return [
    variant.external_id,
    variant.title,
    variant.sku,
    sorted(variant.attributes, () => true),
    variant.position,
    variant.is_active,
    variant.barcode,
    sorted(variant.metadata, (key) => !STOCK_METADATA.has(key)),
  ];
}

/** Stores send the same keys in another order now and then; that is no change (I5). */
function sorted(values: Metadata | Record<string, string>, belongs: (key: string) => boolean): Json[] {
  return Object.keys(values)
    .filter(belongs)
    .sort()
    .map((key) => [key, ordered(values[key] ?? null)]);
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return { keys: sorted(value, () => true) };
}

function textHash(value: unknown): string {
  return hash('md5', JSON.stringify(value));
}
