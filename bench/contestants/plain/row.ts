/** A product as the bare contestants store it: the same columns as the service's catalogue, mapped by hand. */
export interface ProductRow {
  external_id: string;
  title: string;
  description: string;
  images: { url: string; alt: string | null; position: number }[];
  price: string | null;
  currency: string;
  sku: string | null;
  stock: number | null;
  available: boolean;
  is_active: boolean;
  status: string;
  url: string | null;
  category_ids: string[];
  tags: string[];
  vendor: string | null;
  product_type: string | null;
  metadata: object;
  source_updated_at: string;
  variants: VariantRow[];
}

export interface VariantRow {
  external_id: string;
  title: string;
  sku: string | null;
  price: string | null;
  compare_at_price: string | null;
  stock: number | null;
  available: boolean;
  attributes: object;
  position: number;
  is_active: boolean;
  barcode: string | null;
  metadata: object;
}

/** Column and type, in one order for all statements. */
export const PRODUCT_COLUMNS = {
  external_id: 'text',
  title: 'text',
  description: 'text',
  images: 'jsonb',
  price: 'numeric',
  currency: 'text',
  sku: 'text',
  stock: 'bigint',
  available: 'boolean',
  is_active: 'boolean',
  status: 'text',
  url: 'text',
  category_ids: 'jsonb',
  tags: 'jsonb',
  vendor: 'text',
  product_type: 'text',
  metadata: 'jsonb',
  source_updated_at: 'timestamptz',
} as const satisfies Partial<Record<keyof ProductRow, string>>;

export const VARIANT_COLUMNS = {
  external_id: 'text',
  title: 'text',
  sku: 'text',
  price: 'numeric',
  compare_at_price: 'numeric',
  stock: 'bigint',
  available: 'boolean',
  attributes: 'jsonb',
  position: 'int',
  is_active: 'boolean',
  barcode: 'text',
  metadata: 'jsonb',
} as const satisfies Partial<Record<keyof VariantRow, string>>;

export const PRODUCT_NAMES = Object.keys(PRODUCT_COLUMNS) as (keyof typeof PRODUCT_COLUMNS)[];
export const VARIANT_NAMES = Object.keys(VARIANT_COLUMNS) as (keyof typeof VARIANT_COLUMNS)[];

/** A value as a parameter of its column's type. */
export function parameter(value: unknown, type: string): unknown {
  return type === 'jsonb' ? JSON.stringify(value) : value;
}
