import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import type { HintOfBatch } from './hints-of-batch';
import { noteHintsSince } from './hints-since';
import { putBack } from './put-back';
import { AGAIN_AFTER_SECONDS, type ProductAnswer, type Verdict, verdictOn } from './verdicts';

/**
 * Holds the batch until the transaction ends: answers those of its hints that are open. None: another attempt settled it,
 * or somebody freed it, and whoever comes late has nothing to say any more.
 */
export async function lockBatch(sql: TenantSql, run: RunReference, batchId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from webhook_events
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and state = 'pending'
       and claimed_by = ${run.id}::uuid and claimed_batch = ${batchId}::uuid
     order by id
       for update`;
  return new Set(rows.map(({ id }) => id));
}

/** Says of each hint what became of it, by what is known of its products. The caller holds the batch. */
export async function settleBatch(
  sql: TenantSql,
  run: RunReference,
  hints: readonly HintOfBatch[],
  answers: ReadonlyMap<string, ProductAnswer>,
): Promise<void> {
  const judged = hints.map((hint) => ({ id: hint.id, verdict: verdictOn(hint, answers) }));
  await settle(sql, run, judged);
  const idsWith = (isMeant: (verdict: Verdict) => boolean) =>
    judged.filter(({ verdict }) => isMeant(verdict)).map(({ id }) => id);
  await putBack(sql, run.storeId, idsWith(isHeld), { heldBy: 'brake' });
  for (const seconds of AGAIN_AFTER_SECONDS) {
    const ids = idsWith((verdict) => verdict.kind === 'again' && verdict.seconds === seconds);
    await putBack(sql, run.storeId, ids, { triedAgainIn: { seconds } });
  }
  await noteHintsSince(sql, run.storeId);
}

const isHeld = ({ kind }: Verdict) => kind === 'held';

async function settle(
  sql: TenantSql,
  run: RunReference,
  judged: readonly { id: string; verdict: Verdict }[],
): Promise<void> {
  const over = judged.flatMap(({ id, verdict }) => (verdict.kind === 'settled' ? [{ ...verdict, id }] : []));
  await sql`
    update webhook_events e
       set state = became.state, reason = coalesce(became.reason, e.reason), run_id = ${run.id}::uuid, handled_at = now(),
           claimed_by = null, claimed_batch = null, claimed_at = null
      from unnest(${over.map(({ id }) => id)}::uuid[], ${over.map(({ state }) => state)}::text[],
                  ${over.map(({ reason }) => reason)}::text[]) became(id, state, reason)
     where e.tenant_id = ${run.tenantId}::uuid and e.id = became.id`;
}
