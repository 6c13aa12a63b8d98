import { stageLeanPage } from '../../catalog/staging/stage-lean-page';
import { stagePage } from '../../catalog/staging/stage-page';
import type { RunReference } from '../../model/run-reference';
import type { Dependencies } from '../dependencies';
import type { FetchedPages } from '../fetch-product-pages';
import type { Asked } from './ask-store';
import type { ObservedPage } from './read-ahead';

/** Stages one page after the other, each beside whatever else is done, and counts it in the batch once it is staged. */
export interface Staging {
  /** Not before the page at hand is staged. */
  stage(page: Extract<Asked<ObservedPage>, { kind: 'answered' }>): void;
  /** Waits for the page at hand, and throws what kept it from being staged. */
  staged(): Promise<void>;
  /** Waits for it, however that ends. */
  ended(): Promise<void>;
}

export function startStaging(
  { database }: Dependencies,
  run: RunReference,
  batch: FetchedPages,
  allDocuments: boolean,
): Staging {
  let atHand = Promise.resolve();

  return {
    stage({ answer, throttledMs }) {
      atHand = database
        .withTenant(run.tenantId, async (sql) => {
          const { batchId, pages: page } = batch;
          const inBatch = { batchId, page, throttledMs: answer.throttledMs + throttledMs, allDocuments };
          if (answer.kind === 'page') await stagePage(sql, run, { ...answer, ...inBatch });
          else await stageLeanPage(sql, run, { ...answer, ...inBatch });
        })
        .then(() => {
          batch.pages += 1;
          batch.nextCursor = answer.nextCursor;
        });
      // Told to whoever waits for it.
      atHand.catch(() => undefined);
    },
    staged: () => atHand,
    ended: () => atHand.catch(() => undefined),
  };
}
