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
  const ids = [
    ...(isUuid(q) ? [q] : []),
    ...(await ofVariant(sql, externalId ?? q)),
    ...(await ofAddress(sql, wanted)),
  ];
  const exact = [
    ...(await listProducts(sql, { ...page, externalId: externalId ?? q })).items,
    ...(await listProducts(sql, { ...page, sku: q })).items,
    ...(ids.length === 0 ? [] : (await listProducts(sql, { ...page, ids })).items),
  ];
  const found = new Map(exact.map((product) => [product.id, product]));
  if (found.size > 0) return [...found.values()].slice(0, MOST_FOUND + 1);
  return (await listProducts(sql, { ...page, search: q.slice(0, MOST_SEARCHED) })).items;
}

/** As the list of products takes it. */
const MOST_SEARCHED = 200;

async function ofVariant(sql: TenantSql, externalId: string): Promise<string[]> {
  const { rows } = await sql<{ product_id: string }>`
    select distinct product_id from product_variants
     where tenant_id = ${sql.tenantId}::uuid and external_id = ${externalId}::text
     limit ${MOST_FOUND + 1}::int`;
  return rows.map(({ product_id }) => product_id);
}

/**
 * No index knows addresses, as it would cost every merge for a question that is asked by hand: the tenant's products are
 * looked through, up to the first that fit.
 */
async function ofAddress(sql: TenantSql, { q, storeId }: Wanted): Promise<string[]> {
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
