import { and, eq, ne } from 'drizzle-orm';
import type { TenantSql } from '../database/sql';
import { stores } from '../database/tables/stores';
import type { Platform } from '../model/platform';
import { STORE_COLUMNS, type Store, storeOf } from './store';

export type PickedStore =
  | { kind: 'store'; store: Store }
  /** Named by id, and to be connected again first. */
  | { kind: 'disconnected'; store: Store }
  | { kind: 'not_found' }
  | { kind: 'not_configured' }
  | { kind: 'store_id_required' };

/** The store that a request means: the named one, else the tenant's only connected one of the platform. */
export async function pickStore(
  { db, tenantId }: TenantSql,
  platform: Platform,
  storeId?: string,
): Promise<PickedStore> {
  const isMeant = storeId === undefined ? ne(stores.status, 'disconnected') : eq(stores.id, storeId);
  const [row, another] = await db
    .select(STORE_COLUMNS)
    .from(stores)
    .where(and(eq(stores.tenantId, tenantId), eq(stores.platform, platform), isMeant))
    .limit(2);
  if (row === undefined) return { kind: storeId === undefined ? 'not_configured' : 'not_found' };
  if (another !== undefined) return { kind: 'store_id_required' };
  return { kind: row.status === 'disconnected' ? 'disconnected' : 'store', store: storeOf(row) };
}
