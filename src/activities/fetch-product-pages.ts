import { randomUUID } from 'node:crypto';
import { ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { nextObservation } from '../catalog/staging/next-observation';
import { firstGaps, type Listing, type ListingGap } from '../model/listing';
import type { RunReference } from '../model/run-reference';
import { faultPoint } from '../process/fault-points';
import type { Dependencies } from './dependencies';
import { logFieldsOf } from './run-context';
import { refuseEndless } from './store/catalogue-limits';
import type { KeptReaders } from './store/kept-readers';
import { endListing, startListing } from './store/listing-ends';
import { listingOf } from './store/listing-of';
import { openStore } from './store/open-store';
import { type ObservedPage, readAhead } from './store/read-ahead';
import { startStaging } from './store/start-staging';

/** Long enough that a step of Temporal (17–50 ms) does not outweigh the work, short enough to lose little. */
export const BATCH_MS = 400;

/** Until the first batch of a fast store is read there is nothing to merge. S took 4.1 s without it, 3.2 with it. */
const FIRST_BATCH_MS = 100;

export interface FetchPagesInput {
  run: RunReference;
  /** null starts the listing. */
  cursor: string | null;
  /** null before the first page: then the store is asked for currency and total. */
  listing: Listing | null;
  /** Stage every document, whatever the hashes say. */
  allDocuments: boolean;
  /** Of an incremental run; see `OpenedRun`. */
  changedSince?: string | null;
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
  /** Nothing was read: what changed cannot be told apart, so the run has to read everything. */
  turnsFull?: boolean;
  /** To be slept before the next request. */
  waitMs: number;
  /** The store's words for it. */
  why?: string;
}

/**
 * Reads at least one page, and goes on for about 400 ms, at first 100: one or two pages of a real store, many of a fast
 * one. A page is staged while the next one is made whole and the one behind that is asked for, from batch to batch.
 */
export const fetchProductPages = (dependencies: Dependencies, readers: KeptReaders) =>
  async function fetchProductPages(input: FetchPagesInput): Promise<FetchedPages> {
    const { run, cursor, allDocuments } = input;
    const { database, patience } = dependencies;
    const signal = cancellationSignal();
    const store = await openStore(dependencies, run);
    const taken = await readers.take(run.id, cursor, store.credentialsVersion);
    const batch: FetchedPages = {
      batchId: randomUUID(),
      pages: 0,
      nextCursor: cursor,
      listing: input.listing,
      inBulk: null,
      waitMs: 0,
    };
    if (batch.listing === null) {
      const started = await startListing(dependencies, store, run, input.changedSince ?? null);
      if (started.kind === 'wait') return { ...batch, waitMs: started.waitMs, why: started.why };
      if (started.kind === 'turns_full') return { ...batch, turnsFull: true };
      batch.listing = started.listing;
      if (started.isLarge && run.mode !== 'incremental')
        return { ...batch, inBulk: { waitAtMostMs: patience.bulkWaitMs } };
    }
    const { currency } = batch.listing;
    const observe = () => database.withTenant(run.tenantId, nextObservation);
    const reader =
      taken ?? readAhead({ store, patience, currency, observe, cursor, list: listingOf(store, run, batch.listing) });
    const stager = startStaging(dependencies, run, batch, allDocuments);
    const startedAt = performance.now();
    const batchMs = input.listing === null ? FIRST_BATCH_MS : BATCH_MS;
    let isKept = false;
    try {
      for (;;) {
        const asked = await reader.next(signal).catch(async (error: unknown) => {
          // The pages at hand are merged first; the next batch begins at this one, and tells the problem if it lasts.
          await stager.staged();
          if (batch.pages > 0 && error instanceof ApplicationFailure) return null;
          throw error;
        });
        await stager.staged();
        if (asked === null) return batch;
        if (asked.kind === 'wait') return { ...batch, waitMs: asked.waitMs, why: asked.why };
        faultPoint('page-fetched');
        stager.stage(asked);
        const { nextCursor, gaps = [] } = asked.answer;
        batch.listing = withGaps(dependencies, run, withPage(batch.listing, asked.answer), gaps);
        refuseEndless(batch.listing, dependencies.limits);
        if (nextCursor !== null && performance.now() - startedAt < batchMs) continue;
        if (nextCursor === null) batch.listing = await endListing(dependencies, reader.store, run, batch.listing);
        await stager.staged();
        if (nextCursor !== null && !reader.store.isLastTry) {
          await readers.keep(run.id, { cursor: nextCursor, reader });
          isKept = true;
        }
        faultPoint('pages-staged');
        return batch;
      }
    } finally {
      if (!isKept) await reader.stop();
      await stager.ended();
    }
  };

function withPage(listing: Listing, page: ObservedPage): Listing {
  const others = page.kind === 'page' ? page.rejected : page.unclear;
  return { ...listing, listed: (listing.listed ?? 0) + page.products.length + others.length };
}

/** What the listing lacks travels with the run, and stands in the log as it is found. */
function withGaps({ logger }: Dependencies, run: RunReference, listing: Listing, gaps: readonly ListingGap[]): Listing {
  if (gaps.length === 0) return listing;
  const { gaps: known = [] } = listing;
  const all = firstGaps(known, gaps);
  if (all.length > known.length) {
    logger.warn({ ...logFieldsOf(run), gaps: all }, 'the listing has gaps');
  }
  return { ...listing, gaps: all };
}
