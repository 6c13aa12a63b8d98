import type { TenantSql } from '../../database/sql';
import { hiddenUuid } from '../../database/uuid';
import type { RunEnd } from '../../model/listing';
import type { RunReference } from '../../model/run-reference';
import type { HintHold, HintState } from '../../model/webhooks/hints';
import { releaseHeld } from '../../stores/webhooks/release-held';
import { noteHintsSince } from '../hints-since';
import { KEPT } from '../verdicts';
import { whoseProduct } from '../whose-product';

/** `waits`: it was read whole, and somebody has to decide about what it found gone. */
type RunCameTo = RunEnd | { kind: 'waits' };

/**
 * At the end of a run, before its row is closed, or as it waits for a decision: hints that waited for it are settled where it looked at all of their
 * products after the store had told of them. The others may be taken up again, and are read by id: what is back-dated or
 * not dated at all, no listing of changes shows. Answers how many those are. The caller holds the store's lock.
 */
export async function settleHeld(sql: TenantSql, run: RunReference, end: RunCameTo): Promise<number> {
  const holds = settledBy(run, end);
  if (holds.length === 0 || !(await hasHeld(sql, run, holds))) return 0;
  await settleSeen(sql, run, holds);
  let released = 0;
  for (const heldBy of holds) released += await releaseHeld(sql, run.storeId, { heldBy, putOff: end.kind === 'ended' });
  await noteHintsSince(sql, run.storeId);
  return released;
}

/**
 * A storm waits for any run that reads the listing of what changed, whichever has read it first. What a brake holds waits for
 * the full run that was brought forward and has read everything, or for somebody's decision about what that one found gone:
 * not for a decision that nobody made, nor for one that could not be carried out.
 */
function settledBy({ dryRun = false, fenced, mode }: RunReference, end: RunCameTo): HintHold[] {
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

/**
 * By keys: of tables that were just filled the planner expects nothing, and joined as it liked, 10,000 hints about 3,200
 * products took 60 s under the store's lock, not 0.2.
 */
async function settleSeen(sql: TenantSql, run: RunReference, holds: readonly HintHold[]): Promise<void> {
  const { rows } = await sql<{ id: string; isKept: boolean }>`
    with told as materialized (
      select e.id, e.observation, e.subject, each.external_id,
             case when e.subject = 'product' and e.news = 'changed' then e.dated_at end as dated_at
        from webhook_events e
        left join lateral unnest(e.external_ids) each(external_id) on true
       where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${run.storeId}::uuid and e.state = 'pending'
         and e.held_by = any(${holds}::text[])
    ),
    -- No index is asked for the value of a coalesce under row-level security: it is worked out first.
    named as materialized (
      select told.id, told.observation, told.dated_at, whose.product_id from told ${whoseProduct(run)}
    ),
    seen as materialized (
      select each.external_id, max(page.observation) as observation
        from sync_pages page, unnest(page.external_ids) each(external_id)
       where page.tenant_id = ${sql.tenantId}::uuid and page.run_id = ${run.id}::uuid and page.lean is null
       group by each.external_id
    )
    select named.id, bool_or(looked.is_kept) as "isKept"
      from named
      left join seen on seen.external_id = named.product_id
     cross join lateral (
       select -- Of a product that was switched off: its row knows when the store was asked about it.
              coalesce(greatest(seen.observation, (
                select p.observation from products p
                 where p.tenant_id = ${hiddenUuid(sql.tenantId)} and p.store_id = ${hiddenUuid(run.storeId)}
                   and p.external_id = named.product_id)) > named.observation, false)
              -- A listing may come from a cache: what is older than the news, to the second, has not seen it.
              and coalesce((
                select date_trunc('second', p.source_updated_at) >= date_trunc('second', named.dated_at) from products p
                 where p.tenant_id = ${hiddenUuid(sql.tenantId)} and p.store_id = ${hiddenUuid(run.storeId)}
                   and p.external_id = named.product_id), true) as is_seen,
              exists (
                select from missing_products m
                 where m.tenant_id = ${hiddenUuid(sql.tenantId)} and m.run_id = ${hiddenUuid(run.id)}
                   and m.external_id = named.product_id and m.state = 'kept') as is_kept) looked
     group by named.id
    having bool_and(looked.is_seen) or bool_or(looked.is_kept)`;
  await settle(sql, run, { state: 'refreshed', reason: null }, idsOf(rows, false));
  await settle(sql, run, { state: 'ignored', reason: KEPT }, idsOf(rows, true));
}

const idsOf = (rows: readonly { id: string; isKept: boolean }[], kept: boolean): string[] =>
  rows.filter(({ isKept }) => isKept === kept).map(({ id }) => id);

async function settle(
  sql: TenantSql,
  run: RunReference,
  { state, reason }: { state: HintState; reason: string | null },
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update webhook_events
       set state = ${state}::text, held_by = null, run_id = ${run.id}::uuid, handled_at = now(), reason = ${reason}::text
     where tenant_id = ${sql.tenantId}::uuid and id = any(${ids}::uuid[])`;
}
