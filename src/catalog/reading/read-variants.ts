import { PAGE_BYTES } from '../../database/page';
import type { RowOf, TenantSql } from '../../database/sql';
import type { productVariants } from '../../database/tables/catalog';
import type { CanonicalVariant } from '../../model/product';

export interface CatalogVariant
  extends Omit<CanonicalVariant, 'inventory_item_id'>,
    Pick<RowOf<typeof productVariants>, 'id'> {}

interface ReadProduct {
  id: string;
  variant_count: number;
  bytes: number;
}

/** Variants that are read at once: about as many as fill a page. */
const AT_ONCE = 4_000;
/** Columns of a variant beside its attributes and metadata, and the names of all. */
const OTHER_BYTES = 400;

/** The first of the products, as many as fill a page, with all variants that they ever had, in their store's order. */
export async function readVariants<Product extends ReadProduct>(
  sql: TenantSql,
  products: readonly Product[],
): Promise<(Product & { variants: CatalogVariant[] })[]> {
  const read: (Product & { variants: CatalogVariant[] })[] = [];
  let bytes = 0;
  while (read.length < products.length && bytes < PAGE_BYTES) {
    const piece = nextPiece(products.slice(read.length));
    const found = await variantsOf(sql, piece);
    for (const product of piece) {
      const variants = found.get(product.id) ?? [];
      const ofProduct = product.bytes + variants.reduce((sum, variant) => sum + variant.bytes, 0);
      read.push({ ...product, bytes: ofProduct, variants: variants.map(({ bytes: _, ...variant }) => variant) });
      bytes += ofProduct;
    }
  }
  return read;
}

/** Products that have `AT_ONCE` active variants together, one product at least. */
function nextPiece<Product extends ReadProduct>(products: readonly Product[]): Product[] {
  let variants = 0;
  return products.filter((product) => {
    const fits = variants < AT_ONCE;
    variants += product.variant_count;
    return fits;
  });
}

type VariantRow = CatalogVariant & { bytes: number };

async function variantsOf(sql: TenantSql, products: readonly ReadProduct[]): Promise<Map<string, VariantRow[]>> {
  const { rows } = await sql<VariantRow & { product_id: string }>`
    select product_id, id, external_id, title, sku, price::text as price, compare_at_price::text as compare_at_price,
           stock, available, attributes, position, is_active, barcode, metadata,
           pg_column_size(attributes) + pg_column_size(metadata) + ${OTHER_BYTES}::int as bytes
      from product_variants
     where tenant_id = ${sql.tenantId}::uuid and product_id = any(${products.map(({ id }) => id)}::uuid[])
     order by product_id, position, is_active desc, external_id`;
  const variants = new Map<string, VariantRow[]>(products.map(({ id }) => [id, []]));
  for (const { product_id: productId, ...variant } of rows) variants.get(productId)?.push(variant);
  return variants;
}
