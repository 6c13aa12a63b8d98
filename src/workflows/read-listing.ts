import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { FetchedPages } from '../activities/fetch-product-pages';
import type { UpsertedPages } from '../activities/upsert-product-pages';
import type { RunReference } from '../runs/run-reference';
import { catalog, store } from './activities';
import type { Controls } from './controls';
import type { RunState } from './run-state';
import { waitAsAsked } from './wait-as-asked';

/**
 * Reads the store's listing to its end, and merges it: the next batch is fetched while this one is merged. Goes on from
 * wherever `state` stands. Answers `history_full` when the run should continue as new.
 */
export async function readListing(
  run: RunReference,
  state: RunState,
  control: Controls,
): Promise<'end' | 'history_full'> {
  control.show('reading');
  while (!state.isRead) {
    await control.whilePaused(run);
    if (workflowInfo().continueAsNewSuggested) return 'history_full';
    state.batch ??= await fetchBatch(run, state, state.cursor);
    await mergeAndFetchAhead(run, state, state.batch);
    control.show('reading');
  }
  return 'end';
}

/** One step: the batch at hand goes into the catalogue while the store is asked for the one behind it. */
async function mergeAndFetchAhead(run: RunReference, state: RunState, batch: FetchedPages): Promise<void> {
  const { batchId, pages, nextCursor } = batch;
  const ahead = startAhead(async () => (nextCursor === null ? null : fetchBatch(run, state, nextCursor, batch.waitMs)));
  let merged: UpsertedPages;
  try {
    merged = await catalog.upsertProductPages({ run, batchId, pages });
  } catch (error) {
    await ahead.stop();
    throw error;
  }
  state.batch = null;
  if (merged.kind === 'read_again') {
    await ahead.stop();
    state.whole = merged.whole;
    if (merged.resume !== null) state.cursor = merged.resume.cursor;
    return;
  }
  state.seen = merged.seen;
  state.whole = false;
  state.cursor = nextCursor;
  state.isRead = nextCursor === null;
  state.batch = await ahead.result;
}

interface Ahead<Result> {
  result: Promise<Result>;
  /** Cancels the work and waits until it has ended, however it ends. */
  stop(): Promise<void>;
}

function startAhead<Result>(work: () => Promise<Result>): Ahead<Result> {
  const scope = new CancellationScope();
  const result = scope.run(work);
  // Its failure is told when it is awaited; until then it must not count as unhandled.
  const ended = result.then(
    () => undefined,
    () => undefined,
  );
  return {
    result,
    async stop() {
      scope.cancel();
      await ended;
    },
  };
}

/** Reads one batch. A store that first asks for a long wait is given it. */
async function fetchBatch(
  run: RunReference,
  state: RunState,
  cursor: string | null,
  waitMs = 0,
): Promise<FetchedPages> {
  await waitAsAsked(state, waitMs);
  for (;;) {
    const batch = await store.fetchProductPages({ run, cursor, listing: state.listing, whole: state.whole });
    state.listing = batch.listing;
    if (batch.pages > 0) return batch;
    await waitAsAsked(state, batch.waitMs);
  }
}
