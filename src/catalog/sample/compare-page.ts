import { randomUUID } from 'node:crypto';
import type { TenantSql } from '../../database/sql';
import type { Difference } from '../../model/difference';
import type { CanonicalProduct } from '../../model/product';
import type { RunReference } from '../../model/run-reference';
import { lockStore } from '../../stores/lock-store';
import { takenBack } from '../differences/taken-back';
import { mergePage } from '../merge/merge-page';
import { stagePage } from '../staging/stage-page';

/**
 * What merging these products would change, and nothing is merged: by the merge's own hashes, fields and order, so that a
 * product which was observed later than they were is not among them (I12). The store's lock is held for milliseconds.
 * `run`: one whose pages the manifest may have, as a sample is no run.
 */
export async function comparePage(
  sql: TenantSql,
  run: RunReference,
  { products, observation }: { products: readonly CanonicalProduct[]; observation: number },
): Promise<Difference[]> {
  if (products.length === 0) return [];
  await lockStore(sql, run.storeId);
  return takenBack(sql, run, async (logged) => {
    const batchId = randomUUID();
    const ofPage = { batchId, page: 0, observation, nextCursor: null, requests: 0, throttledMs: 0 };
    await stagePage(sql, run, { ...ofPage, products, rejected: [], allDocuments: false });
    const { kind } = await mergePage(sql, run, { batchId, page: 0, only: null });
    if (kind !== 'merged') throw new Error(`a page that was staged just now is ${kind}`);
    return logged();
  });
}
