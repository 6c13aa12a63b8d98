import { mergeBatchPages } from '../catalog/merge/merge-batch-pages';
import { clearBatch } from '../catalog/staging/stage-page';
import { leanModeOf } from '../model/run';
import type { RunReference } from '../model/run-reference';
import { faultPoint } from '../process/fault-points';
import { mergedSoFar } from '../runs/manifest';
import type { Dependencies } from './dependencies';
import { executionIdOf, logFieldsOf } from './run-context';
import { runReplaced, suspicious } from './store/failures';

export interface UpsertPagesInput {
  run: RunReference;
  batchId: string;
  pages: number;
}

export type UpsertedPages =
  | { kind: 'merged'; seen: number; overtaken: number }
  /**
   * Staged pages were lost with a database crash, or products changed since they were staged. What was merged stays;
   * the rest has to be read again, from `resume` or, when that is null, from where the batch began.
   */
  | { kind: 'read_again'; resume: { cursor: string | null } | null; allDocuments: boolean };

/** Merges a staged batch, some pages a transaction. A repeated attempt goes on behind the pages that were merged. */
export const upsertProductPages = ({ database, logger }: Dependencies) =>
  async function upsertProductPages({ run, batchId, pages }: UpsertPagesInput): Promise<UpsertedPages> {
    const executionId = executionIdOf(run);
    let overtaken = 0;
    for (let page = 0; page < pages; ) {
      const outcome = await mergeBatchPages(database, run, { batchId, from: page, to: pages, executionId });
      if (outcome.kind === 'run_replaced') throw runReplaced(run);
      if (outcome.kind === 'suspicious') throw suspicious(outcome.saw);
      if (outcome.kind !== 'merged') {
        logger.warn(
          { ...logFieldsOf(run), batch_id: batchId, page, reason: outcome.kind },
          'staged pages are read again',
        );
        const { resume } = await database.withTenant(run.tenantId, (sql) => mergedSoFar(sql, run.id, batchId));
        return { kind: 'read_again', resume, allDocuments: outcome.kind === 'documents_missing' };
      }
      overtaken += outcome.overtaken;
      page += outcome.pages;
      faultPoint(leanModeOf(run.mode) === null ? 'page-merged' : 'lean-page-merged');
    }
    const { seen } = await database.withTenant(run.tenantId, async (sql) => {
      await clearBatch(sql, run.storeId, batchId);
      return mergedSoFar(sql, run.id, batchId);
    });
    return { kind: 'merged', seen, overtaken };
  };
