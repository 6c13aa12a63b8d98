import type { TenantSql } from '../database/sql';
import { isAloneWithHints } from '../stores/webhooks/hints-lock';

/**
 * Writes down since when hints of the store wait for somebody, for whoever looks each minute at what nobody does any more.
 * Those that are claimed count from then, because their run may be over, and those of a storm from their receipt, because
 * none may be under way. A time to come: the store was asked, and is asked again then. Null while nobody may ask, as while
 * it is paused, but not while its tenant is switched off: nobody takes them up then, and the look does once it is on again.
 * Where a delivery is just being written that cannot be seen yet, there are some since now. Called by whoever claims,
 * settles, holds or frees some, in the same transaction.
 */
export async function noteHintsSince(sql: TenantSql, storeId: string): Promise<void> {
  const isAlone = await isAloneWithHints(sql, storeId);
  await sql`
    with waiting as materialized (
      select (select min(greatest(e.received_at, e.read_again_at, e.claimed_at)) from webhook_events e
               where e.tenant_id = s.tenant_id and e.store_id = s.id and e.state = 'pending'
                 and coalesce(e.held_by = 'storm', true)) as since
        from stores s
       where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
         and s.paused_at is null and s.status <> 'disconnected'
    ), reckoned as materialized (
      select least((select since from waiting), case when not ${isAlone}::boolean then now() end) as since
    )
    update store_webhooks set hints_since = (select since from reckoned)
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid
       and hints_since is distinct from (select since from reckoned)`;
}

/** Whether hints of the store wait just now, by what was written down. */
export async function hintsWait(sql: TenantSql, storeId: string): Promise<boolean> {
  const { rowCount } = await sql`
    select from store_webhooks
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and hints_since <= now()`;
  return rowCount === 1;
}
