import { type Page, type PageRequest, pageOfRows } from '../database/page';
import type { TenantSql } from '../database/sql';
import { STORE_LIST, type Store, type StoreRow, storeOf } from './store';

/** null when the tenant has no such store. */
export async function getStore(sql: TenantSql, storeId: string): Promise<Store | null> {
  const { rows } = await sql<StoreRow>`
    select ${STORE_LIST}
      from stores
     where tenant_id = ${sql.tenantId}::uuid
       and id = ${storeId}::uuid`;
  return rows[0] === undefined ? null : storeOf(rows[0]);
}

/** A tenant's stores, newest first, disconnected ones too. */
export async function listStores(sql: TenantSql, { limit, after }: PageRequest): Promise<Page<Store>> {
  const [afterId = null] = after ?? [];
  const { rows } = await sql<StoreRow>`
    select ${STORE_LIST}
      from stores
     where tenant_id = ${sql.tenantId}::uuid
       and (${afterId}::uuid is null
            or (created_at, id) < (select created_at, id
                                     from stores
                                    where tenant_id = ${sql.tenantId}::uuid and id = ${afterId}::uuid))
     order by created_at desc, id desc
     limit ${limit + 1}::int`;
  return pageOfRows(rows, limit, (row) => [row.id], storeOf);
}
