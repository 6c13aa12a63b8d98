/** Any value of a REST answer. Ids are bigint: WordPress ids may pass 2^53 and must keep all their digits. */
export type RawValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly RawValue[]
  | { readonly [field: string]: RawValue };

export type RawFields = { readonly [field: string]: RawValue };

/** What products and variations have in common, as /wc/v3 shows it; prices stay the text the merchant typed. */
export type RawItem = RawFields & {
  readonly id: bigint;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly sku: string;
  readonly price: string;
  readonly regular_price: string;
  readonly sale_price: string;
  readonly on_sale: boolean;
  readonly manage_stock: boolean | 'parent';
  readonly stock_quantity: number | null;
  readonly stock_status: string;
  readonly backorders: string;
  readonly parent_id: bigint;
  readonly menu_order: number;
  readonly description: string;
  readonly date_created: string;
  readonly date_created_gmt: string;
  readonly date_modified: string;
  readonly date_modified_gmt: string;
  readonly permalink: string;
};

/** A product as GET /wc/v3/products shows it, without `_links`, which every answer adds. Never changed in place. */
export type RawProduct = RawItem & {
  readonly slug: string;
  readonly categories: readonly RawFields[];
  readonly images: readonly RawFields[];
  readonly variations: readonly bigint[];
};

/** A variation as GET /wc/v3/products/<id>/variations shows it, without `_links`. */
export type RawVariation = RawItem & { readonly image: RawFields | null };

/** An id as a test may write it; beyond 2^53 only text and bigint are exact. */
export type ItemId = bigint | number | string;

/** Fields to write; what is left out keeps its value, or the default of WooCommerce when the item is new. */
export type ItemFields = RawFields & { readonly id: ItemId };
