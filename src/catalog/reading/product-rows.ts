import { PAGE_BYTES, type PageRequest } from '../../database/page';
import { type RowOf, type SqlPart, sqlPart, type TenantSql } from '../../database/sql';
import type { products } from '../../database/tables/catalog';
import type { Doubt } from '../../model/doubt';
import type { Platform } from '../../model/platform';
import type { CanonicalProduct, ProductNote } from '../../model/product';
import type { Candidates } from '../search/candidates';
import { type DoubtFacts, doubtFacts } from './doubts';

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

export interface ProductFilter extends PageRequest {
  /** These alone, in whatever order they are named. */
  ids?: readonly string[] | undefined;
  storeId?: string | undefined;
  externalId?: string | undefined;
  platform?: Platform | undefined;
  isActive?: boolean | undefined;
  /** The very SKU of the product or of one of its variants. */
  sku?: string | undefined;
  /** A part of title, SKU, vendor or a tag, whatever the case. */
  search?: string | undefined;
  /** RFC 3339: changed then or later. */
  updatedSince?: string | undefined;
  /** Absent: by id. A search has no other order. */
  sort?: 'changed_at' | 'as_named' | undefined;
}

const ALL: Candidates = { kind: 'next', upTo: null };

export interface ProductRow extends Omit<CatalogProduct, 'doubts'>, DoubtFacts {
  /** What it adds to a page, and what those before it do. */
  bytes: number;
  bytes_before: number | null;
  /** To the microsecond: a Date would lose three digits and repeat or skip a product. */
  changed_at_exact: string;
}

/** One more than the limit at most; fewer where so many fill a page. */
export async function readProductRows(sql: TenantSql, filter: ProductFilter, among = ALL): Promise<ProductRow[]> {
  const { limit } = filter;
  const [found, upTo] = among.kind === 'these' ? [among.ids, null] : [null, among.upTo];
  const { ids = null, storeId = null, externalId = null, platform = null, isActive = null } = filter;
  const { sku = null, search = null, updatedSince = null } = filter;
  const { order, isAfter } = orderOf(filter);
  // By strpos, for which % and _ mean themselves. `offset 0` keeps it from reading the SKUs of all variants first.
  const { rows } = await sql<ProductRow>`
    select * from (
    select p.*, sum(p.bytes) over (order by ${order} rows between unbounded preceding and 1 preceding) as bytes_before
      from (
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
           p.changed_at::text as changed_at_exact,
           octet_length(p.description) + pg_column_size(p.images) + pg_column_size(p.metadata) + ${OTHER_BYTES}::int as bytes,
           ${doubtFacts(sql.tenantId)}
      from products p
      join stores s on s.tenant_id = ${sql.tenantId}::uuid and s.id = p.store_id
     where p.tenant_id = ${sql.tenantId}::uuid
       and (${ids}::uuid[] is null or p.id = any(${ids}::uuid[]))
       and (${storeId}::uuid is null or p.store_id = ${storeId}::uuid)
       and (${externalId}::text is null
            or p.id = any(array(
                 select known.id from stores each
                  cross join lateral (
                    select id from products
                     where tenant_id = ${sql.tenantId}::uuid and store_id = each.id and external_id = ${externalId}::text
                    offset 0) known
                  where each.tenant_id = ${sql.tenantId}::uuid)))
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
       and (${found}::uuid[] is null or p.id = any(${found}::uuid[]))
       and ${isAfter}
       and (${upTo}::uuid is null or p.id <= ${upTo}::uuid)
     order by ${order}
     limit ${limit + 1}::int) p) p
     where coalesce(p.bytes_before, 0) < ${PAGE_BYTES}::int
     order by ${order}`;
  return rows;
}

/** Columns of a product beside its description, images and metadata, and the names of all. */
const OTHER_BYTES = 800;

function orderOf({ sort, after, ids = [] }: ProductFilter): { order: SqlPart; isAfter: SqlPart } {
  switch (sort) {
    case undefined: {
      const [id = null] = after ?? [];
      return { order: sqlPart`p.id`, isAfter: sqlPart`(${id}::uuid is null or p.id > ${id}::uuid)` };
    }
    case 'changed_at': {
      const [changedAt = null, id = null] = after ?? [];
      return {
        order: sqlPart`p.changed_at, p.id`,
        isAfter: sqlPart`(${id}::uuid is null or (p.changed_at, p.id) > (${changedAt}::timestamptz, ${id}::uuid))`,
      };
    }
    case 'as_named':
      return { order: sqlPart`array_position(${ids}::uuid[], p.id)`, isAfter: sqlPart`true` };
  }
}
