import type { TenantSql } from '../../database/sql';
import { type RunReference, stopsAtDamage } from '../../model/run-reference';
import { faultPoint } from '../../process/fault-points';
import { holdFence } from '../../runs/hold-fence';
import { settleRejected } from '../rejected/settle-rejected';
import type { BatchPage, BatchPageOutcome } from './merge-batch-pages';
import { mergeDry } from './merge-dry';
import { mergeLean } from './merge-lean';
import { type MergeOutcome, mergePage } from './merge-page';
import { mergeUnchanged } from './merge-unchanged';
import { type PageState, pageState } from './page-state';
import { suspiciousChange } from './suspicious-change';

/** Thrown out of a transaction to roll it back: the merge may have written already. */
export class MustNotStay extends Error {
  constructor(readonly outcome: Exclude<BatchPageOutcome, { kind: 'merged' | 'merged_before' }>) {
    super(`merge rolled back: ${outcome.kind}`);
  }
}

export type Merge = (sql: TenantSql, state: PageState) => Promise<MergeOutcome>;

/**
 * One staged page in a transaction that holds the store's lock: fence, merge, manifest, unreadable products. Throws
 * `MustNotStay` when the page must not be committed.
 */
export async function mergeUnderLock(
  sql: TenantSql,
  run: RunReference,
  page: BatchPage,
  merge: Merge = (sql, state) => mergeStaged(sql, run, page, state),
): Promise<Extract<BatchPageOutcome, { kind: 'merged' | 'merged_before' }>> {
  const state = await pageState(sql, run, page);
  // First: the fence re-opens a closed run, and an attempt that only comes late must not.
  if (state.isMerged) return { kind: 'merged_before' };
  if ((await holdFence(sql, run, page.executionId)) !== 'held') throw new MustNotStay({ kind: 'run_replaced' });
  const mergeHere = () => merge(sql, state);
  const outcome = run.dryRun ? await mergeDry(sql, run, page, mergeHere) : await mergeHere();
  if (outcome.kind !== 'merged') throw new MustNotStay(outcome);
  const saw = isBraked(run) && outcome.alarming > 0 ? await suspiciousChange(sql, run) : null;
  if (saw !== null) throw new MustNotStay({ kind: 'suspicious', saw });
  // A lean page shows too little of a product to say that it can be read again.
  const hasToSettle = state.lean === null && (outcome.rejected > 0 || state.hasSetAside);
  if (hasToSettle && !run.dryRun) await settleRejected(sql, run, page.batchId, page.page);
  faultPoint('page-uncommitted');
  return outcome;
}

/** A person may have accepted it for this run. */
function isBraked(run: RunReference): boolean {
  return stopsAtDamage(run) && !run.accepted?.includes('suspicious_change');
}

/** Of a whole page by the small statement first, if it can be that no product changed. */
async function mergeStaged(
  sql: TenantSql,
  run: RunReference,
  { batchId, page }: BatchPage,
  { isWithoutDocuments, lean }: PageState,
): Promise<MergeOutcome> {
  if (lean !== null) return mergeLean(sql, run, { batchId, page, lean });
  const everything = { batchId, page, only: null };
  return (isWithoutDocuments ? await mergeUnchanged(sql, run, everything) : null) ?? mergePage(sql, run, everything);
}
