import type { TenantSql } from '../database/sql';
import type { Platform } from '../model/platform';
import { type Store, type StoreRow, storeOf } from './store';

export type PickedStore =
  | { kind: 'store'; store: Store }
  /** Named by id, and to be connected again first. */
  | { kind: 'disconnected'; store: Store }
  | { kind: 'not_found' }
  | { kind: 'not_configured' }
  | { kind: 'store_id_required' };

/** The store that a request means: the named one, else the tenant's only connected one of the platform. */
export async function pickStore(sql: TenantSql, platform: Platform, storeId?: string): Promise<PickedStore> {
  const { rows } = await sql<StoreRow>`
    select *
      from stores
     where tenant_id = ${sql.tenantId}::uuid
       and platform = ${platform}::text
       and (id = ${storeId ?? null}::uuid or (${storeId ?? null}::uuid is null and status <> 'disconnected'))
     limit 2`;
  const [row, another] = rows;
  if (row === undefined) return { kind: storeId === undefined ? 'not_configured' : 'not_found' };
  if (another !== undefined) return { kind: 'store_id_required' };
  return { kind: row.status === 'disconnected' ? 'disconnected' : 'store', store: storeOf(row) };
}
