import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/**
 * Makes the store's full run due at once, whatever its cadence, that cadence's pause or its quiet hours; the run of a
 * paused store waits until it is resumed. What was wanted before and has not begun keeps its time. `why`: for people.
 */
export async function bringFullForward(sql: TenantSql, storeId: string, why: string): Promise<void> {
  await sql`
    update stores
       set full_wanted_at = coalesce(full_wanted_at, now()), full_wanted_why = ${why}::text
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}

/** How long after a wanted full run failed the next one is tried, and at most: the run's own retries came before. */
const AGAIN_AFTER = { minutes: 60, mostHours: 24 };

/**
 * What the end of a full run means for the wish for one. `read`: it did what it was wanted for. `refused`: it met what only
 * a person can accept, and would again. `failed`: it is wanted still, after longer and longer waits. `left`: likewise after
 * a day, as it met what somebody has to mend first, read a part alone, or was stopped by somebody.
 */
export type WishBecame = 'read' | 'refused' | 'failed' | 'left';

/** After the end of a full run, before its row is closed. What was wanted while it ran stays. */
export async function settleWantedFull(
  sql: TenantSql,
  { id, storeId }: Pick<RunReference, 'id' | 'storeId'>,
  became: WishBecame,
): Promise<void> {
  const isWanted = became === 'failed' || became === 'left';
  await sql`
    update stores s
       set full_wanted_at = case when ${isWanted}::boolean then greatest(s.full_wanted_at, now() + waits.for_long) end,
           full_wanted_why = case when ${isWanted}::boolean then s.full_wanted_why end
      from sync_runs r
     cross join lateral (
           select case when ${became}::text = 'left' then make_interval(hours => ${AGAIN_AFTER.mostHours}::int)
                       else least(make_interval(hours => ${AGAIN_AFTER.mostHours}::int),
                                  make_interval(mins => ${AGAIN_AFTER.minutes}::int) * 2 ^ least(count(*), 10)) end as for_long
             from (select bool_and(status = 'failed') over (order by queued_at desc) as failed_since
                     from (select status, queued_at from sync_runs before
                            where before.tenant_id = r.tenant_id and before.store_id = r.store_id and not before.dry_run
                              and before.mode between 'full' and 'full' and before.queued_at < r.queued_at
                            order by before.mode desc, before.queued_at desc
                            limit 6) before) each
            where failed_since) waits
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
       and r.tenant_id = s.tenant_id and r.id = ${id}::uuid
       and (s.full_wanted_at <= coalesce(r.started_at, r.queued_at) or s.full_wanted_at > now())`;
}
