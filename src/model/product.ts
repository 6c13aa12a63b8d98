/**
 * The canonical product: what every platform maps to, what is staged, merged and answered by the API.
 * Names are those of the columns and of the API, so that nothing is renamed on the way.
 *
 * Money is decimal text (I6), ids of the store are text (I11), `stock` is a whole number or null for "not limited".
 */
export interface CanonicalProduct {
  external_id: string;
  title: string;
  description: string;
  images: ProductImage[];
  /** Decimal text as the store sent it, or null when the store shows none. */
  price: string | null;
  /** ISO 4217, the store's. */
  currency: string;
  sku: string | null;
  stock: number | null;
  available: boolean;
  is_active: boolean;
  /** The platform's own word: `publish`, `draft`, `ACTIVE`, `ARCHIVED` … */
  status: string;
  url: string | null;
  categories: ProductCategory[];
  tags: string[];
  vendor: string | null;
  product_type: string | null;
  metadata: Metadata;
  /** RFC 3339 in UTC, or null. In no hash: a store's date may move when nothing else does. */
  source_updated_at: string | null;
  /** At least one, in the store's order. */
  variants: CanonicalVariant[];
}

export interface CanonicalVariant {
  external_id: string;
  title: string;
  sku: string | null;
  price: string | null;
  compare_at_price: string | null;
  stock: number | null;
  available: boolean;
  /** Option or attribute name to value; names are kept whatever they are, so build it with `Object.fromEntries`. */
  attributes: Record<string, string>;
  position: number;
  is_active: boolean;
  barcode: string | null;
  /**
   * By what Shopify names the variant where it tells of stock; null on other platforms, and where a token may not read
   * it. A key to find the variant by: it is neither answered nor a change.
   */
  inventory_item_id: string | null;
  metadata: Metadata;
}

export interface ProductImage {
  url: string;
  alt: string | null;
  position: number;
}

/** A WooCommerce category or a Shopify collection. Names live in `collections`, products hold the ids. */
export interface ProductCategory {
  external_id: string;
  name: string;
}

/**
 * What of a product could not be read and was left out because the product can be sold without it. They stand in
 * `metadata.notes`, where there are any, and so come and go like any other change; the API answers them as `notes`.
 */
export type ProductNote = {
  /** Where in the store's payload: `images[2].src`. */
  path: string;
  message: string;
};

export type Metadata = Record<string, Json>;

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Version of the canonical form: raise it when a mapper changes what an unchanged product of a store looks like. Since 2
 * WooCommerce's categories, tags and attributes are in an order of their own, no longer in that of the answer.
 */
export const CANONICAL_FORM = 2;
