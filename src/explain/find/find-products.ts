import { listProducts } from '../../catalog/reading/list-products';
import type { CatalogProduct } from '../../catalog/reading/product-rows';
import type { TenantSql } from '../../database/sql';
import { isUuid } from '../../database/uuid';
import { addressOf, spellingsOf } from './id-in-text';

/** Products that are shown where several fit. */
export const MOST_FOUND = 20;

interface Wanted {
  q: string;
  /** The id in a store that `q` names. */
  externalId: string | null;
  storeId: string | undefined;
}

/**
 * Products that somebody may mean: those of this very id (ours, the store's, or a variant's), SKU or address; else those
 * that the list's search finds. One more than `MOST_FOUND` says that there are more.
 */
export async function findProducts(sql: TenantSql, wanted: Wanted): Promise<CatalogProduct[]> {
  const { q, externalId, storeId } = wanted;
  const page = { storeId, limit: MOST_FOUND + 1, after: null };
  const ids = [...(await byName(sql, externalId ?? q, q)), ...(await byAddress(sql, wanted))];
  const { items } = ids.length === 0 ? { items: [] } : await listProducts(sql, { ...page, ids });
  return items.length > 0 ? items : (await listProducts(sql, { ...page, search: q.slice(0, MOST_SEARCHED) })).items;
}

/** As the list of products takes it. */
const MOST_SEARCHED = 200;

/** Each by its own index: asked for with the list's filters, 100,000 products were walked through (0.6 s). */
async function byName(sql: TenantSql, externalId: string, sku: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select known.id
      from stores s
     cross join lateral (
           select id from products
            where tenant_id = ${sql.tenantId}::uuid and store_id = s.id and external_id = ${externalId}::text
           offset 0) known
     where s.tenant_id = ${sql.tenantId}::uuid
     union
    (select id from products where tenant_id = ${sql.tenantId}::uuid and sku = ${sku}::text limit ${AT_ONCE}::int)
     union
    (select product_id from product_variants
      where tenant_id = ${sql.tenantId}::uuid and (external_id = ${externalId}::text or sku = ${sku}::text)
      limit ${AT_ONCE}::int)`;
  return [...(isUuid(sku) ? [sku] : []), ...rows.map(({ id }) => id)];
}

/** A SKU that so many have in other stores may hide the one that is meant. */
const AT_ONCE = 200;

/**
 * No index knows addresses, as it would cost every merge for a question that is asked by hand: the tenant's products are
 * looked through, up to the first that fit.
 */
async function byAddress(sql: TenantSql, { q, storeId }: Wanted): Promise<string[]> {
  const url = addressOf(q);
  if (url === null) return [];
  const ofStore = storeId ?? null;
  const { rows } = await sql<{ id: string }>`
    select id from products
     where tenant_id = ${sql.tenantId}::uuid and (${ofStore}::uuid is null or store_id = ${ofStore}::uuid)
       and url = any(${[q, ...spellingsOf(url)]}::text[])
     limit ${MOST_FOUND + 1}::int`;
  return rows.map(({ id }) => id);
}
