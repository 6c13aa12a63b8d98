import type { TenantSql } from '../../database/sql';
import type { CanonicalVariant } from '../../model/product';
import { type CatalogProduct, listProducts } from './list-products';

export interface CatalogVariant extends CanonicalVariant {
  id: string;
}

/** A product with all variants that it ever had, in the store's order; null when this tenant has no such product. */
export async function readProduct(
  sql: TenantSql,
  productId: string,
): Promise<(CatalogProduct & { variants: CatalogVariant[] }) | null> {
  const { items } = await listProducts(sql, { productId, limit: 1, after: null });
  const product = items[0];
  if (!product) return null;
  const { rows: variants } = await sql<CatalogVariant>`
    select id, external_id, title, sku, price::text as price, compare_at_price::text as compare_at_price, stock,
           available, attributes, position, is_active, barcode, metadata
      from product_variants
     where tenant_id = ${sql.tenantId}::uuid
       and product_id = ${productId}::uuid
     order by position, is_active desc, external_id`;
  return { ...product, variants };
}
