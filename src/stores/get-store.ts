import type { TenantSql } from '../database/sql';
import { type Store, type StoreRow, storeOf } from './store';

/** null when the tenant has no such store. */
export async function getStore(sql: TenantSql, storeId: string): Promise<Store | null> {
  const { rows } = await sql<StoreRow>`
    select *
      from stores
     where tenant_id = ${sql.tenantId}::uuid
       and id = ${storeId}::uuid`;
  return rows[0] === undefined ? null : storeOf(rows[0]);
}
