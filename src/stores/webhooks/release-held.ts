import type { TenantSql } from '../../database/sql';
import type { HintHold } from '../../model/webhooks/hints';

/**
 * What kept hints of a store from being taken up is over: they may be again, from now on or after a while, and the look of
 * the next minute rings for them. Answers how many.
 */
export async function releaseHeld(
  sql: TenantSql,
  storeId: string,
  { heldBy, afterMs = 0 }: { heldBy: HintHold; afterMs?: number },
): Promise<number> {
  const { rows } = await sql<{ hints: number }>`
    with released as (
      update webhook_events
         set held_by = null,
             read_again_at = case when ${afterMs}::int > 0 then now() + make_interval(secs => ${afterMs / 1_000}::float8)
                                  else read_again_at end
       where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and state = 'pending'
         and held_by = ${heldBy}::text
      returning received_at
    ), told as (
      update store_webhooks
         set hints_since = least(hints_since, (select min(received_at) from released))
       where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and exists (select from released)
    )
    select count(*) as hints from released`;
  return rows[0]?.hints ?? 0;
}
