import type { TenantSql } from '../database/sql';
import { STORE_LIST, type Store, type StoreRow, storeOf } from './store';
import type { StoreSettingsPatch } from './store-settings';

/** Changes what is given, inside the settings too; null when the tenant has no such store. */
export async function patchStore(
  sql: TenantSql,
  storeId: string,
  { name, settings = {} }: { name?: string | undefined; settings?: StoreSettingsPatch | undefined },
): Promise<Store | null> {
  const { rows } = await sql<StoreRow>`
    update stores
       set name = coalesce(${name ?? null}::text, name),
           settings = jsonb_build_object(
             'deactivation_brake',
             coalesce(settings -> 'deactivation_brake', '{}') || ${JSON.stringify(settings.deactivation_brake ?? {})}::jsonb,
             'suspicious_change',
             coalesce(settings -> 'suspicious_change', '{}') || ${JSON.stringify(settings.suspicious_change ?? {})}::jsonb,
             'bulk_above',
             coalesce(settings -> 'bulk_above', '{}') || ${JSON.stringify(settings.bulk_above ?? {})}::jsonb),
           updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid
       and id = ${storeId}::uuid
    returning ${STORE_LIST}`;
  return rows[0] === undefined ? null : storeOf(rows[0]);
}
