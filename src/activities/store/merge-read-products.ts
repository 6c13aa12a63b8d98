import { randomUUID } from 'node:crypto';
import { mergeBatchPage } from '../../catalog/merge/merge-batch-pages';
import { clearBatch, stagePage } from '../../catalog/staging/stage-page';
import type { RunReference } from '../../model/run-reference';
import type { FetchedProducts } from '../../platforms/store-platform';
import type { Dependencies } from '../dependencies';
import { executionIdOf } from '../run-context';
import { runReplaced, suspicious } from './failures';

/**
 * Merges products that were read by id, as a page under a batch of its own. Answers how many of them something newer
 * had overtaken meanwhile (I12). Repeating it is safe: it is another, newer look.
 */
export async function mergeReadProducts(
  { database }: Dependencies,
  run: RunReference,
  read: Omit<FetchedProducts, 'kind'>,
  observation: number,
): Promise<{ overtaken: number }> {
  const { products, rejected, requests, throttledMs } = read;
  const batchId = randomUUID();
  const executionId = executionIdOf(run);
  await database.withTenant(run.tenantId, (sql) =>
    stagePage(sql, run, {
      batchId,
      page: 0,
      observation,
      nextCursor: null,
      products,
      rejected,
      requests,
      throttledMs,
      allDocuments: true,
    }),
  );
  const outcome = await mergeBatchPage(database, run, { batchId, page: 0, executionId });
  if (outcome.kind === 'run_replaced') throw runReplaced(run);
  if (outcome.kind === 'suspicious') throw suspicious(outcome.saw);
  await database.withTenant(run.tenantId, (sql) => clearBatch(sql, run.storeId, batchId));
  if (outcome.kind !== 'merged') throw new Error(`Batch ${batchId} of run ${run.id} was not merged: ${outcome.kind}`);
  return { overtaken: outcome.overtaken };
}
