import { and, eq } from 'drizzle-orm';
import { NOW, type TenantSql } from '../database/sql';
import { stores } from '../database/tables/stores';
import { STORE_COLUMNS, type Store, storeOf } from './store';

/**
 * Destroys the credentials; products stay as they are. The answered store names the run that holds its fence, if
 * any: the caller cancels it. null when the tenant has no such store.
 */
export async function disconnectStore({ db, tenantId }: TenantSql, storeId: string): Promise<Store | null> {
  const [row] = await db
    .update(stores)
    .set({ status: 'disconnected', statusDetail: null, sealedCredentials: null, updatedAt: NOW })
    .where(and(eq(stores.tenantId, tenantId), eq(stores.id, storeId)))
    .returning(STORE_COLUMNS);
  return row === undefined ? null : storeOf(row);
}
