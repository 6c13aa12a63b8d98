import { onlyRow, type TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { noteHintsSince } from './hints-since';
import { holdTakable } from './hold-takable';
import { IS_TAKABLE, IS_WAITING, MAY_BE_ASKED } from './takable';

/** Ids a batch: a request or two of either platform, and a small step to repeat. */
const MOST_IDS = 100;

/** Rows that are looked at for a batch: many may tell of the same products, as those of a stock that sells. */
const MOST_HINTS = 1_000;

export type ClaimedHints =
  /** `more`: others could be taken at once. */
  | { kind: 'claimed'; hints: number; ids: number; more: boolean }
  /** `againInMs`: when the next one's time comes; null: none waits. */
  | { kind: 'nothing'; againInMs: number | null };

interface Told {
  id: string;
  external_ids: string[];
}

/**
 * Takes the oldest hints of a store that anybody may take, before the store is asked: what is told from now on is another
 * row, which this batch's answer may be too old for. What the run has claimed already comes first, under whatever batch:
 * it works on one at a time, so that is an attempt's own, whose answer was lost, or one that a reset left behind.
 */
export async function claimHints(sql: TenantSql, run: RunReference, batchId: string): Promise<ClaimedHints> {
  const own = await claimAgain(sql, run, batchId);
  if (own.length > 0) return { kind: 'claimed', hints: own.length, ids: idsOf(own).size, more: true };
  const { rows: found } = await sql<{ refused: boolean }>`
    select s.status = 'needs_attention' as refused from stores s
     where s.tenant_id = ${run.tenantId}::uuid and s.id = ${run.storeId}::uuid and ${MAY_BE_ASKED}`;
  const [store] = found;
  if (store === undefined) return nothing(sql, run);
  // The store refused us, and is asked daily whether it still does: not by each of its own deliveries.
  if (store.refused) await holdTakable(sql, run.storeId, 'credentials');

  // A row that a delivery holds just now is taken next time: its bell follows.
  const { rows: takable } = await sql<Told>`
    select e.id, e.external_ids from webhook_events e
     where e.tenant_id = ${run.tenantId}::uuid and e.store_id = ${run.storeId}::uuid and ${IS_TAKABLE}
     order by e.received_at, e.id
     limit ${MOST_HINTS}::int
       for update skip locked`;
  const batch = batchOf(takable);
  if (batch.length === 0) return nothing(sql, run);
  await sql`
    update webhook_events set claimed_by = ${run.id}::uuid, claimed_batch = ${batchId}::uuid, claimed_at = now()
     where tenant_id = ${run.tenantId}::uuid and id = any(${batch.map(({ id }) => id)}::uuid[])`;
  await noteHintsSince(sql, run.storeId);
  const more = batch.length < takable.length || takable.length === MOST_HINTS;
  return { kind: 'claimed', hints: batch.length, ids: idsOf(batch).size, more };
}

async function claimAgain(sql: TenantSql, run: RunReference, batchId: string): Promise<Told[]> {
  const { rows } = await sql<Told>`
    update webhook_events set claimed_batch = ${batchId}::uuid, claimed_at = now()
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and state = 'pending'
       and claimed_by = ${run.id}::uuid
    returning id, external_ids`;
  return rows;
}

/** The oldest, up to so many ids, and any later ones that tell of nothing but these. */
function batchOf(takable: readonly Told[]): Told[] {
  const ids = new Set<string>();
  return takable.filter(({ external_ids: told }, place) => {
    const fresh = new Set(told.filter((id) => !ids.has(id)));
    if (place > 0 && ids.size + fresh.size > MOST_IDS && fresh.size > 0) return false;
    for (const id of fresh) ids.add(id);
    return true;
  });
}

const idsOf = (hints: readonly Told[]) => new Set(hints.flatMap((hint) => hint.external_ids));

async function nothing(sql: TenantSql, run: RunReference): Promise<ClaimedHints> {
  await noteHintsSince(sql, run.storeId);
  const { rows } = await sql<{ again_in_ms: number | null }>`
    select ceil(extract(epoch from min(e.read_again_at) - now()) * 1000)::float8 as again_in_ms
      from webhook_events e
      join stores s on s.tenant_id = e.tenant_id and s.id = e.store_id and ${MAY_BE_ASKED}
     where e.tenant_id = ${run.tenantId}::uuid and e.store_id = ${run.storeId}::uuid and ${IS_WAITING}
       and e.read_again_at > now()`;
  return { kind: 'nothing', againInMs: onlyRow(rows).again_in_ms };
}
