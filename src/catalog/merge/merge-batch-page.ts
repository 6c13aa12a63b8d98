import type { Database } from '../../database/database';
import { isRefusedValue } from '../../database/postgres-error';
import type { RunReference } from '../../model/run-reference';
import { lockStore } from '../../stores/lock-store';
import { mergeHalving } from './merge-halving';
import type { MergeOutcome } from './merge-page';
import { type Merge, MustNotStay, mergeUnderLock } from './merge-under-lock';

export type BatchPageOutcome =
  | MergeOutcome
  | { kind: 'merged_before' }
  | { kind: 'run_replaced' }
  /** The brake against mass damage held: the page was rolled back. */
  | { kind: 'suspicious'; saw: string };

export interface BatchPage {
  batchId: string;
  page: number;
  /** Temporal's run id of the execution that asks. */
  executionId: string;
}

/**
 * Merges one staged page in one transaction, without the products that the database refuses for a value. Repeating it
 * changes nothing: the manifest row says that it was done.
 */
export async function mergeBatchPage(
  database: Database,
  run: RunReference,
  page: BatchPage,
): Promise<BatchPageOutcome> {
  try {
    return await inTransaction(database, run, page);
  } catch (error) {
    if (!isRefusedValue(error)) throw error;
    return await inTransaction(database, run, page, (sql) => mergeHalving(sql, run, page));
  }
}

async function inTransaction(
  database: Database,
  run: RunReference,
  page: BatchPage,
  merge?: Merge,
): Promise<BatchPageOutcome> {
  try {
    return await database.withTenant(run.tenantId, async (sql) => {
      await lockStore(sql, run.storeId);
      return mergeUnderLock(sql, run, page, merge);
    });
  } catch (error) {
    if (error instanceof MustNotStay) return error.outcome;
    throw error;
  }
}
