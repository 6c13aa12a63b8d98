import { and, eq } from 'drizzle-orm';
import { NOW, type TenantSql } from '../database/sql';
import { stores } from '../database/tables/stores';
import { STORE_COLUMNS, type Store, storeOf } from './store';
import { forgetWebhooks } from './webhooks/registration';

/**
 * Destroys the credentials and what signs its webhooks; products stay as they are. The answered store names the run that holds its fence, if
 * any: the caller cancels it. null when the tenant has no such store.
 */
export async function disconnectStore(sql: TenantSql, storeId: string): Promise<Store | null> {
  const { db, tenantId } = sql;
  await forgetWebhooks(sql, storeId);
  const [row] = await db
    .update(stores)
    .set({ status: 'disconnected', statusDetail: null, sealedCredentials: null, updatedAt: NOW })
    .where(and(eq(stores.tenantId, tenantId), eq(stores.id, storeId)))
    .returning(STORE_COLUMNS);
  return row === undefined ? null : storeOf(row);
}
