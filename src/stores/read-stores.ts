import { type Page, type PageRequest, pageOfRows } from '../database/page';
import type { Sql, SystemSql, TenantSql } from '../database/sql';
import { STORE_LIST, type Store, type StoreRow, storeOf } from './store';

/** null when the tenant has no such store. */
export async function getStore(sql: TenantSql, storeId: string): Promise<Store | null> {
  return selectStore(sql, sql.tenantId, storeId);
}

/** Whosever it is; null when there is no such store. */
export async function getAnyStore(sql: SystemSql, storeId: string): Promise<Store | null> {
  return selectStore(sql, null, storeId);
}

/** A tenant's stores, newest first, disconnected ones too. */
export async function listStores(sql: TenantSql, page: PageRequest): Promise<Page<Store>> {
  return selectStores(sql, sql.tenantId, page);
}

/** The same of all tenants, or of one. */
export async function listAllStores(
  sql: SystemSql,
  { tenantId, ...page }: PageRequest & { tenantId: string | null },
): Promise<Page<Store>> {
  return selectStores(sql, tenantId, page);
}

async function selectStore(sql: Sql, tenantId: string | null, storeId: string): Promise<Store | null> {
  const { rows } = await sql<StoreRow>`
    select ${STORE_LIST}
      from stores
     where (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
       and id = ${storeId}::uuid`;
  return rows[0] === undefined ? null : storeOf(rows[0]);
}

async function selectStores(sql: Sql, tenantId: string | null, { limit, after }: PageRequest): Promise<Page<Store>> {
  const [afterId = null] = after ?? [];
  const { rows } = await sql<StoreRow>`
    select ${STORE_LIST}
      from stores
     where (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
       and (${afterId}::uuid is null
            or (created_at, id) < (select created_at, id
                                     from stores
                                    where (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
                                      and id = ${afterId}::uuid))
     order by created_at desc, id desc
     limit ${limit + 1}::int`;
  return pageOfRows(rows, limit, (row) => [row.id], storeOf);
}
