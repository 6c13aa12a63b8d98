import type { TenantSql } from '../database/sql';
import { type Store, type StoreRow, storeOf } from './store';

/**
 * Destroys the credentials; products stay as they are. The answered store names the run that holds its fence, if
 * any: the caller cancels it. null when the tenant has no such store.
 */
export async function disconnectStore(sql: TenantSql, storeId: string): Promise<Store | null> {
  const { rows } = await sql<StoreRow>`
    update stores
       set status = 'disconnected',
           status_detail = null,
           sealed_credentials = null,
           updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid
       and id = ${storeId}::uuid
    returning *`;
  return rows[0] === undefined ? null : storeOf(rows[0]);
}
