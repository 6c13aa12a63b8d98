import { randomUUID } from 'node:crypto';
import { ApplicationFailure, heartbeat } from '@temporalio/activity';
import { nextObservation } from '../catalog/next-observation';
import { stagePage } from '../catalog/stage-page';
import { faultPoint } from '../fault-points';
import { noteProgress } from '../runs/note-progress';
import type { RunReference } from '../runs/run-reference';
import { noteCurrency } from '../tenants/stores/note-currency';
import { askStore } from './ask-store';
import { checkIdentity } from './check-identity';
import type { Dependencies } from './dependencies';
import { type OpenedStore, openStore } from './open-store';

/** Long enough that a step of Temporal (17–50 ms) does not outweigh the work, short enough to lose little. */
export const BATCH_MS = 400;

/** What a listing said of itself at its start; carried by the workflow from batch to batch. */
export interface Listing {
  currency: string;
  announced: number;
}

export interface FetchPagesInput {
  run: RunReference;
  /** null starts the listing. */
  cursor: string | null;
  /** null before the first page: then the store is asked for currency and total. */
  listing: Listing | null;
  /** Stage every document, whatever the hashes say. */
  whole: boolean;
}

export interface FetchedPages {
  /** Made by this attempt: pages of a hung older one are never merged, because nobody received their id. */
  batchId: string;
  /** May be 0 when the store asks for a long wait first. */
  pages: number;
  /** null: the store said that the listing ends here. */
  nextCursor: string | null;
  listing: Listing | null;
  /** The store is so large that it writes its listing into a file for us; then no page was read. */
  inBulk: { waitAtMostMs: number } | null;
  /** To be slept before the next request. */
  waitMs: number;
}

/** Reads at least one page, and goes on for about 400 ms: one or two pages of a real store, many of a fast one. */
export const fetchProductPages = (dependencies: Dependencies) =>
  async function fetchProductPages({ run, cursor, listing, whole }: FetchPagesInput): Promise<FetchedPages> {
    const { database, patience } = dependencies;
    const store = await openStore(dependencies, run);
    const batch: FetchedPages = {
      batchId: randomUUID(),
      pages: 0,
      nextCursor: cursor,
      listing,
      inBulk: null,
      waitMs: 0,
    };

    if (batch.listing === null) {
      const started = await startListing(dependencies, store, run);
      if (started.kind === 'wait') return { ...batch, waitMs: started.waitMs };
      batch.listing = started.listing;
      if (started.isLarge && run.mode === 'full') return { ...batch, inBulk: { waitAtMostMs: patience.bulkWaitMs } };
    }
    const { currency } = batch.listing;
    const startedAt = performance.now();
    let observation = await database.withTenant(run.tenantId, nextObservation);
    do {
      const asked = await askStore(store, patience, (signal) =>
        store.connection.fetchPage({ cursor: batch.nextCursor, currency, signal }),
      ).catch((error: unknown) => {
        // The pages at hand are merged first; the next batch begins at this one, and tells the problem if it lasts.
        if (batch.pages > 0 && error instanceof ApplicationFailure) return null;
        throw error;
      });
      if (asked === null) return batch;
      if (asked.kind === 'wait') return { ...batch, waitMs: asked.waitMs };
      const { products, rejected, nextCursor, requests, throttledMs } = asked.answer;
      faultPoint('page-fetched');
      observation = await database.withTenant(run.tenantId, (sql) =>
        stagePage(sql, run, {
          batchId: batch.batchId,
          page: batch.pages,
          observation,
          nextCursor,
          products,
          rejected,
          requests,
          throttledMs: throttledMs + asked.throttledMs,
          whole,
        }),
      );
      batch.pages += 1;
      batch.nextCursor = nextCursor;
      heartbeat();
    } while (batch.nextCursor !== null && performance.now() - startedAt < BATCH_MS);
    faultPoint('pages-staged');
    return batch;
  };

/** Currency and total are read anew by every run: a merchant may change the one, and the other judges the listing. */
async function startListing(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
): Promise<{ kind: 'started'; listing: Listing; isLarge: boolean } | { kind: 'wait'; waitMs: number }> {
  const { database, patience } = dependencies;
  const asked = await askStore(store, patience, (signal) => store.connection.describe(signal));
  if (asked.kind === 'wait') return asked;
  const identified = await checkIdentity(dependencies, store, run, asked.answer);
  if (identified.kind === 'wait') return identified;
  const { currency, productCount, variantCount, storeTime } = asked.answer;
  await database.withTenant(run.tenantId, async (sql) => {
    await noteProgress(sql, run.id, { phase: 'reading', announced: productCount, storeTime });
    if (!run.dryRun) await noteCurrency(sql, run.storeId, currency);
  });
  const { products, variants } = store.settings.bulk_above;
  const isLarge = store.connection.bulk !== undefined && (productCount > products || (variantCount ?? 0) > variants);
  return { kind: 'started', listing: { currency, announced: productCount }, isLarge };
}
