import type { TenantSql } from '../database/sql';
import { IS_WAITING } from './takable';

/**
 * Writes down since when hints of the store wait for somebody to take them up, for whoever looks each minute what an
 * outage left. A time to come: the store was asked, and is asked again then. Null while nobody may ask, as while it is
 * paused. Called by whoever claims, settles, holds or frees some, in the same transaction.
 */
export async function noteHintsSince(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    with waiting as materialized (
      select (select min(greatest(e.received_at, e.read_again_at)) from webhook_events e
               where e.tenant_id = s.tenant_id and e.store_id = s.id and ${IS_WAITING}) as since
        from stores s
       where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
         and s.paused_at is null and s.status <> 'disconnected'
    )
    update store_webhooks set hints_since = (select since from waiting)
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid
       and hints_since is distinct from (select since from waiting)`;
}
