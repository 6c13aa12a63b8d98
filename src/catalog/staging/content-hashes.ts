import { hash } from 'node:crypto';
import type { LeanPrices, LeanStock } from '../../model/freshness/lean-product';
import type { CanonicalProduct, CanonicalVariant, Json, Metadata } from '../../model/product';

/** Three hashes a product, product and variants together: a lean mode compares and writes only its own group. */
export interface ContentHashes {
  details: string;
  prices: string;
  stock: string;
}

/** What a group's hash is made of: a whole product has it, and so has a lean one. */
type Group<Lean extends LeanPrices | LeanStock> = Omit<Lean, 'group' | 'external_id' | 'is_active'>;

/** Metadata that tells of stock; the rest are details. */
export const STOCK_METADATA: ReadonlySet<string> = new Set([
  'quantity',
  'stock_status',
  'backorders',
  'inventory_policy',
]);
const tellsOfStock = (key: string) => STOCK_METADATA.has(key);

/**
 * MD5 as UUID of the canonical text: it detects change, it protects nothing. Made in Node, where it costs 9 ms a page
 * of 250; the same in SQL needs the page parsed first. `source_updated_at` is in none: a store's date may move alone (I5).
 */
export function contentHashes(product: CanonicalProduct): ContentHashes {
  return { details: detailsHash(product), prices: pricesHash(product), stock: stockHash(product) };
}

function detailsHash(product: CanonicalProduct): string {
  return textHash([
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
    sorted(product.metadata, (key) => !tellsOfStock(key)),
    product.variants.map(detailsOfVariant),
  ]);
}

/** Of what a lean listing of prices answers as of the whole product: both have the same hash. */
export function pricesHash({ currency, price, variants }: Group<LeanPrices>): string {
  return textHash([
    currency,
    price,
    variants.map((variant) => [variant.external_id, variant.price, variant.compare_at_price]),
  ]);
}

/** Of what a lean listing of stock answers as of the whole product: both have the same hash. */
export function stockHash({ stock, available, metadata, variants }: Group<LeanStock>): string {
  return textHash([
    stock,
    available,
    sorted(metadata, tellsOfStock),
    variants.map((variant) => [
      variant.external_id,
      variant.stock,
      variant.available,
      sorted(variant.metadata, tellsOfStock),
    ]),
  ]);
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
    sorted(variant.metadata, (key) => !tellsOfStock(key)),
    // Nothing where there is none: so the hashes of all products from before it was kept, but Shopify's, stay as they are.
    ...(variant.inventory_item_id === null ? [] : [variant.inventory_item_id]),
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
