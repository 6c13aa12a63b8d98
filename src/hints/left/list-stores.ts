import type { SystemSql } from '../../database/sql';
import type { Platform } from '../../model/platform';

export interface StoreWithHints {
  id: string;
  tenantId: string;
  platform: Platform;
  name: string;
}

/** A doorbell is answered within seconds: what waits longer was missed, or is worked off just now. */
const MISSED_AFTER_SECONDS = 30;

/**
 * Stores whose hints have waited too long, who waits longest first. Not those that are paused, disconnected or in
 * need of attention, nor those of inactive tenants: theirs wait until that is over.
 */
export async function listStoresWithHints(sql: SystemSql, limit: number): Promise<StoreWithHints[]> {
  const { rows } = await sql<StoreWithHints>`
    select store.id, store.tenant_id as "tenantId", store.platform, store.name
      from store_webhooks webhooks
      join stores store on store.tenant_id = webhooks.tenant_id and store.id = webhooks.store_id
      join tenants tenant on tenant.id = webhooks.tenant_id and tenant.is_active
     where webhooks.hints_since <= now() - make_interval(secs => ${MISSED_AFTER_SECONDS}::int)
       and store.paused_at is null and store.status = 'active'
     order by webhooks.hints_since, webhooks.store_id
     limit ${limit}::int`;
  return rows;
}
