import type { Database } from '../database/database';
import { isRefusedValue } from '../database/postgres-error';
import type { TenantSql } from '../database/sql';
import { faultPoint } from '../fault-points';
import { holdFence } from '../runs/hold-fence';
import type { RunReference } from '../runs/run-reference';
import { settleRejected } from '../runs/settle-rejected';
import { lockStore } from './lock-store';
import { mergeDry } from './merge-dry';
import { mergeHalving } from './merge-halving';
import { type MergeOutcome, mergePage } from './merge-page';
import { mergeUnchanged } from './merge-unchanged';
import { type PageState, pageState } from './page-state';
import { suspiciousChange } from './suspicious-change';

export type BatchPageOutcome =
  | MergeOutcome
  | { kind: 'merged_before' }
  | { kind: 'run_replaced' }
  /** The brake against mass damage held: the page was rolled back. */
  | { kind: 'suspicious'; saw: string };

interface BatchPage {
  batchId: string;
  page: number;
  /** Temporal's run id of the execution that asks. */
  executionId: string;
}

/**
 * Merges one staged page in one transaction: store's lock, fence, merge, manifest, unreadable products. Repeating it
 * changes nothing: the manifest row says that it was done.
 */
export async function mergeBatchPage(
  database: Database,
  run: RunReference,
  page: BatchPage,
): Promise<BatchPageOutcome> {
  try {
    return await inTransaction(database, run, page, (sql, state) => mergeStaged(sql, run, page, state));
  } catch (error) {
    if (!isRefusedValue(error)) throw error;
    return await inTransaction(database, run, page, (sql) => mergeHalving(sql, run, page));
  }
}

/** Rolls a merge back that must not stay: it wrote already. */
class Unfinished extends Error {
  constructor(readonly outcome: MergeOutcome | { kind: 'suspicious'; saw: string }) {
    super(`merge rolled back: ${outcome.kind}`);
  }
}

async function inTransaction(
  database: Database,
  run: RunReference,
  page: BatchPage,
  merge: (sql: TenantSql, state: PageState) => Promise<MergeOutcome>,
): Promise<BatchPageOutcome> {
  try {
    return await database.withTenant(run.tenantId, async (sql) => {
      await lockStore(sql, run.storeId);
      const state = await pageState(sql, run, page);
      // First: the fence re-opens a closed run, and an attempt that only comes late must not.
      if (state.isMerged) return { kind: 'merged_before' as const };
      if ((await holdFence(sql, run, page.executionId)) !== 'held') return { kind: 'run_replaced' as const };
      const mergeHere = () => merge(sql, state);
      const outcome = run.dryRun ? await mergeDry(sql, run, page, mergeHere) : await mergeHere();
      if (outcome.kind !== 'merged') throw new Unfinished(outcome);
      const saw = isBraked(run) && outcome.alarming > 0 ? await suspiciousChange(sql, run) : null;
      if (saw !== null) throw new Unfinished({ kind: 'suspicious', saw });
      const hasToSettle = outcome.rejected > 0 || state.hasSetAside;
      if (hasToSettle && !run.dryRun) await settleRejected(sql, run, page.batchId, page.page);
      faultPoint('page-uncommitted');
      return outcome;
    });
  } catch (error) {
    if (error instanceof Unfinished) return error.outcome;
    throw error;
  }
}

/** A dry run and a refresh of some products show what there is; a person may have accepted it for this run. */
function isBraked(run: RunReference): boolean {
  return run.fenced && !run.accepted?.includes('suspicious_change');
}

/** By the small statement first, if it can be that no product changed. */
async function mergeStaged(
  sql: TenantSql,
  run: RunReference,
  { batchId, page }: BatchPage,
  { isWithoutDocuments }: PageState,
): Promise<MergeOutcome> {
  const whole = { batchId, page, only: null };
  return (isWithoutDocuments ? await mergeUnchanged(sql, run, whole) : null) ?? mergePage(sql, run, whole);
}
