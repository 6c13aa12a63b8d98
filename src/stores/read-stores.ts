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

async function selectStore(sql: Sql, tenantId: string | null, storeId: string): Promise<Store | null> {
  const { rows } = await sql<StoreRow>`
    select ${STORE_LIST}
      from stores
     where (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
       and id = ${storeId}::uuid`;
  return rows[0] === undefined ? null : storeOf(rows[0]);
}
