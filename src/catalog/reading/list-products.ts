import { type Page, type PageRequest, pageOfRows } from '../../database/page';
import type { RowOf, TenantSql } from '../../database/sql';
import type { products, productVariants } from '../../database/tables/catalog';
import type { Doubt } from '../../model/doubt';
import type { Platform } from '../../model/platform';
import type { CanonicalProduct, CanonicalVariant, ProductNote } from '../../model/product';
import { type Candidates, candidates } from '../search/candidates';
import { type DoubtFacts, doubtFacts, productDoubts } from './doubts';

/** A product as the catalogue holds it, without its variants. */
export interface CatalogProduct
  extends Omit<CanonicalProduct, 'variants' | 'source_updated_at'>,
    Pick<
      RowOf<typeof products>,
      | 'id'
      | 'store_id'
      | 'first_seen_at'
      | 'changed_at'
      | 'deactivated_at'
      | 'deactivation'
      | 'source_updated_at'
      | 'variant_count'
    > {
  external_source: Platform;
  notes: ProductNote[];
  doubts: Doubt[];
}

type ProductRow = Omit<CatalogProduct, 'doubts'> & DoubtFacts;

export interface ProductFilter extends PageRequest {
  productId?: string | undefined;
  storeId?: string | undefined;
  platform?: Platform | undefined;
  isActive?: boolean | undefined;
  /** The very SKU of the product or of one of its variants. */
  sku?: string | undefined;
  /** A part of title, SKU, vendor or a tag, whatever the case. */
  search?: string | undefined;
  /** RFC 3339: changed then or later. */
  updatedSince?: string | undefined;
}

/** A tenant's products in a steady order (by id), so that a catalogue that changes meanwhile is paged through whole. */
export async function listProducts(sql: TenantSql, filter: ProductFilter): Promise<Page<CatalogProduct>> {
  const rows = filter.search === undefined ? await readProducts(sql, filter) : await search(sql, filter);
  return pageOfRows(
    rows,
    filter.limit,
    (row) => [row.id],
    ({ set_aside, held, unread, ...product }) => ({
      ...product,
      doubts: productDoubts(product.store_id, { set_aside, held, unread }),
    }),
  );
}

async function search(sql: TenantSql, filter: ProductFilter): Promise<ProductRow[]> {
  const rows: ProductRow[] = [];
  const { search: term = '', after } = filter;
  for await (const piece of candidates(sql, { search: term, after: after?.[0] ?? null })) {
    rows.push(...(await readProducts(sql, filter, piece)));
    if (rows.length > filter.limit) break;
  }
  return rows;
}

const ALL: Candidates = { kind: 'next', upTo: null };

/** One more than the limit at most. */
async function readProducts(sql: TenantSql, filter: ProductFilter, among = ALL): Promise<ProductRow[]> {
  const { limit } = filter;
  const [after = null] = filter.after ?? [];
  const [ids, upTo] = among.kind === 'these' ? [among.ids, null] : [null, among.upTo];
  const { productId = null, storeId = null, platform = null, isActive = null } = filter;
  const { sku = null, search = null, updatedSince = null } = filter;
  // By strpos, for which % and _ mean themselves. `offset 0` keeps it from reading the SKUs of all variants first.
  const { rows } = await sql<ProductRow>`
    select p.id, p.store_id, s.platform as external_source, p.external_id, p.title, p.description, p.images,
           p.price::text as price, p.currency, p.sku, p.stock, p.available, p.is_active, p.status, p.url,
           (select coalesce(json_agg(json_build_object('external_id', category.external_id,
                                                       'name', coalesce(c.name, category.external_id))
                                     order by category.place), '[]')
              from unnest(p.category_ids) with ordinality category (external_id, place)
              left join collections c on c.tenant_id = ${sql.tenantId}::uuid
                                     and c.store_id = p.store_id
                                     and c.external_id = category.external_id) as categories,
           p.tags, p.vendor, p.product_type, p.metadata - 'notes' as metadata, p.first_seen_at, p.changed_at, p.deactivated_at,
           p.deactivation, p.source_updated_at, p.variant_count, coalesce(p.metadata -> 'notes', '[]') as notes,
           ${doubtFacts(sql.tenantId)}
      from products p
      join stores s on s.tenant_id = ${sql.tenantId}::uuid and s.id = p.store_id
     where p.tenant_id = ${sql.tenantId}::uuid
       and (${productId}::uuid is null or p.id = ${productId}::uuid)
       and (${storeId}::uuid is null or p.store_id = ${storeId}::uuid)
       and (${platform}::text is null or s.platform = ${platform}::text)
       and (${isActive}::boolean is null or p.is_active = ${isActive}::boolean)
       and (${updatedSince}::timestamptz is null or p.changed_at >= ${updatedSince}::timestamptz)
       and (${sku}::text is null
            or p.id in (select id from products where tenant_id = ${sql.tenantId}::uuid and sku = ${sku}::text
                         union all
                        select product_id from product_variants
                         where tenant_id = ${sql.tenantId}::uuid and sku = ${sku}::text))
       and (${search}::text is null
            or strpos(lower(p.title), lower(${search}::text)) > 0
            or strpos(lower(p.sku), lower(${search}::text)) > 0
            or strpos(lower(p.vendor), lower(${search}::text)) > 0
            or exists (select from unnest(p.tags) tag where strpos(lower(tag), lower(${search}::text)) > 0)
            or exists (select from product_variants v
                        where v.tenant_id = ${sql.tenantId}::uuid and v.product_id = p.id
                          and strpos(lower(v.sku), lower(${search}::text)) > 0
                       offset 0))
       and (${ids}::uuid[] is null or p.id = any(${ids}::uuid[]))
       and (${after}::uuid is null or p.id > ${after}::uuid)
       and (${upTo}::uuid is null or p.id <= ${upTo}::uuid)
     order by p.id
     limit ${limit + 1}::int`;
  return rows;
}

export interface CatalogVariant extends CanonicalVariant, Pick<RowOf<typeof productVariants>, 'id'> {}

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
