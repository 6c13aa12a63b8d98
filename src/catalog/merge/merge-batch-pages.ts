import type { Database } from '../../database/database';
import { isRefusedValue } from '../../database/postgres-error';
import type { RunReference } from '../../model/run-reference';
import { noteCatalogChanged } from '../../outgoing/note-catalog-changed';
import { lockStore } from '../../stores/lock-store';
import type { LoggedRange } from '../logged-changes';
import { mergeHalving } from './merge-halving';
import { mergeLean } from './merge-lean';
import { measuredMerge } from './merge-metrics';
import type { MergeOutcome } from './merge-page';
import { type Merge, MustNotStay, mergeUnderLock } from './merge-under-lock';

export interface BatchPages {
  batchId: string;
  from: number;
  /** Exclusive. */
  to: number;
  executionId: string;
  /** No page is begun when so much time has passed. */
  withinMs?: number;
}

export type BatchPagesOutcome =
  /** The first `pages` of those that were asked for. */
  | { kind: 'merged'; pages: number; overtaken: number }
  | Exclude<BatchPageOutcome, { kind: 'merged' | 'merged_before' }>;

/**
 * One or two pages of 250 products with changes, all that a batch has when nothing changed. A
 * transaction of its own costs a page a commit, which is an fsync, and three turns of a worker that is busy reading.
 */
const TOGETHER_MS = 50;

/**
 * Merges the first of these staged pages, at least one, together. When one of them cannot be committed, those before it
 * are merged without it, and next time it is merged, or told, by itself.
 */
export async function mergeBatchPages(
  database: Database,
  run: RunReference,
  { batchId, from, to, executionId, withinMs = TOGETHER_MS }: BatchPages,
): Promise<BatchPagesOutcome> {
  let page = from;
  try {
    return await database.withTenant(run.tenantId, async (sql) => {
      await lockStore(sql, run.storeId);
      const startedAt = performance.now();
      let overtaken = 0;
      let changes: LoggedRange | null = null;
      while (page < to && (page === from || performance.now() - startedAt < withinMs)) {
        const outcome = await measuredMerge(() => mergeUnderLock(sql, run, { batchId, page, executionId }));
        if (outcome.kind === 'merged') {
          overtaken += outcome.overtaken;
          changes = joined(changes, outcome.changes);
        }
        page += 1;
      }
      await noteCatalogChanged(sql, run, changes);
      return { kind: 'merged' as const, pages: page - from, overtaken };
    });
  } catch (error) {
    const mustNotStay = error instanceof MustNotStay;
    if (!mustNotStay && !isRefusedValue(error)) throw error;
    if (page > from && page < to)
      return mergeBatchPages(database, run, { batchId, from, to: page, executionId, withinMs });
    if (mustNotStay) return error.outcome;
    return alone(await mergeBatchPage(database, run, { batchId, page: from, executionId }));
  }
}

/** Of one transaction, whose numbers follow each other. */
const joined = (one: LoggedRange | null, next: LoggedRange | null): LoggedRange | null =>
  one === null || next === null ? (one ?? next) : { first: one.first, last: next.last };

function alone(outcome: BatchPageOutcome): BatchPagesOutcome {
  if (outcome.kind === 'merged') return { kind: 'merged', pages: 1, overtaken: outcome.overtaken };
  if (outcome.kind === 'merged_before') return { kind: 'merged', pages: 1, overtaken: 0 };
  return outcome;
}

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
 * Merges one staged page in one transaction, without the products that the database refuses for a value; of a lean page
 * those that differ are read whole then. Repeating it changes nothing: the manifest row says that it was done.
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
    return await inTransaction(database, run, page, (sql, { lean }) =>
      lean === null ? mergeHalving(sql, run, page) : mergeLean(sql, run, { ...page, lean, onlyCompare: true }),
    );
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
      const outcome = await measuredMerge(() => mergeUnderLock(sql, run, page, merge));
      if (outcome.kind === 'merged') await noteCatalogChanged(sql, run, outcome.changes);
      return outcome;
    });
  } catch (error) {
    if (error instanceof MustNotStay) return error.outcome;
    throw error;
  }
}
