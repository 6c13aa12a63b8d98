import { randomUUID } from 'node:crypto';
import { ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { nextObservation } from '../catalog/staging/next-observation';
import { firstGaps, type Listing, type ListingGap } from '../model/listing';
import type { RunReference } from '../model/run-reference';
import type { FetchedProducts } from '../platforms/store-platform';
import { faultPoint } from '../process/fault-points';
import { noteProgress } from '../runs/note-progress';
import { noteCurrency } from '../stores/update-store';
import type { Dependencies } from './dependencies';
import { logFieldsOf } from './run-context';
import type { AskedForTime } from './store/ask-store';
import { refuseEndless, whyTooMany } from './store/catalogue-limits';
import { describeStore } from './store/describe-store';
import { limitMet } from './store/failures';
import type { KeptReaders } from './store/kept-readers';
import { type OpenedStore, openStore } from './store/open-store';
import { readAhead } from './store/read-ahead';
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
      const started = await startListing(dependencies, store, run);
      if (started.kind === 'wait') return { ...batch, waitMs: started.waitMs, why: started.why };
      batch.listing = started.listing;
      if (started.isLarge && run.mode === 'full') return { ...batch, inBulk: { waitAtMostMs: patience.bulkWaitMs } };
    }
    const { currency } = batch.listing;
    const observe = () => database.withTenant(run.tenantId, nextObservation);
    const reader = taken ?? readAhead({ store, patience, currency, observe, cursor });
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

function withPage(listing: Listing, { products, rejected }: Pick<FetchedProducts, 'products' | 'rejected'>): Listing {
  return { ...listing, listed: (listing.listed ?? 0) + products.length + rejected.length };
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

/** Currency and total are read anew by every run: a merchant may change the one, and the other judges the listing. */
async function startListing(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
): Promise<{ kind: 'started'; listing: Listing; isLarge: boolean } | AskedForTime> {
  const described = await describeStore(dependencies, store, run);
  if (described.kind === 'wait') return described;
  const { currency, productCount, variantCount, storeTime } = described.facts;
  const tooMany = await dependencies.database.withTenant(run.tenantId, async (sql) => {
    await noteProgress(sql, run.id, { phase: 'reading', announced: productCount, storeTime });
    if (!run.dryRun) await noteCurrency(sql, run.storeId, currency);
    return whyTooMany(sql, run, productCount, dependencies.limits);
  });
  if (tooMany !== null) throw limitMet(tooMany);
  const { products, variants } = store.settings.bulk_above;
  const isLarge = store.connection.bulk !== undefined && (productCount > products || (variantCount ?? 0) > variants);
  const listing = { currency, announced: productCount, announcedAtEnd: null };
  return { kind: 'started', listing, isLarge };
}

/**
 * Asks for the total again while the last pages are staged. Whatever keeps the store from telling is told by
 * `findMissing`, which asks then: the pages at hand are merged first.
 */
async function endListing(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
  listing: Listing,
): Promise<Listing> {
  try {
    const described = await describeStore(dependencies, store, run);
    return described.kind === 'wait' ? listing : { ...listing, announcedAtEnd: described.facts.productCount };
  } catch (error) {
    if (error instanceof ApplicationFailure) return listing;
    throw error;
  }
}
