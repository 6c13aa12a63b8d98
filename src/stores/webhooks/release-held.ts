import type { TenantSql } from '../../database/sql';
import type { HintHold } from '../../model/webhooks/hints';
import { shareHints } from './hints-lock';
import { WAITS_AS_OLD } from './waits-as-old';

interface Release {
  heldBy: HintHold;
  /** What they waited for failed: they wait once more before they are taken up. */
  putOff?: boolean;
}

/**
 * Hints of a store that were held may be taken up again. The look of the next minute rings for them where nobody does at
 * once. Answers how many.
 */
export async function releaseHeld(
  sql: TenantSql,
  storeId: string,
  { heldBy, putOff = false }: Release,
): Promise<number> {
  await shareHints(sql, storeId);
  const { rowCount } = await sql`
    with released as (
      update webhook_events e
         set held_by = null,
             read_again_at = case when ${putOff}::boolean then ${WAITS_AS_OLD} else e.read_again_at end
       where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${storeId}::uuid and e.state = 'pending'
         and e.held_by = ${heldBy}::text
      returning e.received_at
    ), told as (
      update store_webhooks
         set hints_since = least(hints_since, (select min(received_at) from released))
       where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and exists (select from released)
    )
    select from released`;
  return rowCount ?? 0;
}
