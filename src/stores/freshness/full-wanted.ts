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

/** How long after a wanted full run failed the next one is tried: the run's own retries came before. */
const AGAIN_AFTER_MINUTES = 60;

/**
 * After the end of a full run that was wanted. `read`: it did what it was wanted for. `refused`: it met what only a person
 * can accept, and would again. `failed`: it is wanted still, and not at once. What was wanted while it ran stays.
 */
export async function settleWantedFull(
  sql: TenantSql,
  { id, storeId }: Pick<RunReference, 'id' | 'storeId'>,
  became: 'read' | 'refused' | 'failed',
): Promise<void> {
  await sql`
    update stores s
       set full_wanted_at = case when ${became}::text = 'failed'
                                 then greatest(s.full_wanted_at, now() + make_interval(mins => ${AGAIN_AFTER_MINUTES}::int)) end,
           full_wanted_why = case when ${became}::text = 'failed' then s.full_wanted_why end
      from sync_runs r
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
       and r.tenant_id = s.tenant_id and r.id = ${id}::uuid
       and (s.full_wanted_at <= coalesce(r.started_at, r.queued_at) or s.full_wanted_at > now())`;
}
