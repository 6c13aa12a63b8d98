import type { TenantSql } from '../../database/sql';
import type { RunEnd } from '../../model/listing';
import type { RunReference } from '../../model/run-reference';
import type { HintHold } from '../../model/webhooks/hints';
import { releaseHeld } from '../../stores/webhooks/release-held';
import { noteHintsSince } from '../hints-since';
import { whoseProduct } from '../whose-product';

/**
 * At the end of a run, before its row is closed: hints that waited for it are settled where it looked at all of their
 * products after the store had told of them. The others may be taken up again, and are read by id: what is back-dated or
 * not dated at all, no listing of changes shows. Answers how many those are. The caller holds the store's lock.
 */
export async function settleHeld(sql: TenantSql, run: RunReference, end: RunEnd): Promise<number> {
  const holds = settledBy(run, end);
  if (holds.length === 0 || !(await hasHeld(sql, run, holds))) return 0;
  await settleSeen(sql, run, holds);
  let released = 0;
  for (const heldBy of holds) released += await releaseHeld(sql, run.storeId, { heldBy, putOff: end.kind !== 'read' });
  await noteHintsSince(sql, run.storeId);
  return released;
}

/**
 * A storm waits for any run that reads the listing of what changed, whichever ends first. What a brake holds waits for
 * the full run that was brought forward and has read everything, or for somebody's decision about what that one found gone:
 * not for a decision that nobody made, nor for one that could not be carried out.
 */
function settledBy({ dryRun = false, fenced, mode }: RunReference, end: RunEnd): HintHold[] {
  if (dryRun) return [];
  const isDecided = !fenced && end.kind === 'ended' && end.status === 'completed_with_errors' && end.error === null;
  const isBraked = mode === 'full' && (isDecided || (end.kind === 'read' && end.whole));
  return [...(fenced ? (['storm'] as const) : []), ...(isBraked ? (['brake'] as const) : [])];
}

/** Nearly no run has any: its manifest is not read for that. */
async function hasHeld(sql: TenantSql, { storeId }: RunReference, holds: readonly HintHold[]): Promise<boolean> {
  const { rowCount } = await sql`
    select from webhook_events
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and state = 'pending'
       and held_by = any(${holds}::text[])
     limit 1`;
  return rowCount === 1;
}

async function settleSeen(sql: TenantSql, run: RunReference, holds: readonly HintHold[]): Promise<void> {
  await sql`
    with told as materialized (
      select e.id, e.observation, e.subject, each.external_id
        from webhook_events e
        left join lateral unnest(e.external_ids) each(external_id) on true
       where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${run.storeId}::uuid and e.state = 'pending'
         and e.held_by = any(${holds}::text[])
    ),
    seen as materialized (
      select each.external_id, max(page.observation) as observation
        from sync_pages page, unnest(page.external_ids) each(external_id)
       where page.tenant_id = ${sql.tenantId}::uuid and page.run_id = ${run.id}::uuid and page.lean is null
       group by each.external_id
    ),
    judged as (
      select told.id, bool_or(missing.state = 'kept') as is_kept,
             -- Of a product that was switched off: the row knows when the store was asked about it.
             bool_and(coalesce(greatest(seen.observation, product.observation) > told.observation, false)) as is_seen
        from told
       ${whoseProduct(run)}
        left join seen on seen.external_id = whose.product_id
        left join products product on product.tenant_id = ${sql.tenantId}::uuid and product.store_id = ${run.storeId}::uuid
              and product.external_id = whose.product_id
        left join missing_products missing on missing.tenant_id = ${sql.tenantId}::uuid and missing.run_id = ${run.id}::uuid
              and missing.external_id = whose.product_id
       group by told.id
    )
    update webhook_events e
       set state = case when judged.is_kept then 'ignored' else 'refreshed' end, held_by = null,
           run_id = ${run.id}::uuid, handled_at = now(), reason = case when judged.is_kept then ${KEPT}::text end
      from judged
     where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${run.storeId}::uuid and e.state = 'pending'
       and e.id = judged.id and (judged.is_seen or judged.is_kept)`;
}

const KEPT = 'The store says that it is gone, and somebody decided to keep it.';
