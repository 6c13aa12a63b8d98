import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { FetchedPages } from '../../activities/fetch-product-pages';
import type { UpsertedPages } from '../../activities/upsert-product-pages';
import type { RunReference } from '../../model/run-reference';
import { bulkFiles, catalog } from '../activities';
import { named } from '../named';
import type { Controls } from './controls';
import { fetchBatch } from './fetch-batch';
import type { RunState } from './run-state';

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
    state.batch ??= await fetchBatch(run, state, control, state.cursor);
    control.show('reading');
    await mergeAndFetchAhead(run, state, control, state.batch);
  }
  if (state.bulk !== null) await named('all of it is merged', bulkFiles.clearBulk)({ run });
  state.bulk = null;
  return 'end';
}

/** One step: the batch at hand goes into the catalogue while the store is asked for the one behind it. */
async function mergeAndFetchAhead(
  run: RunReference,
  state: RunState,
  control: Controls,
  batch: FetchedPages,
): Promise<void> {
  const { batchId, pages, nextCursor } = batch;
  const ahead = startAhead(async () =>
    nextCursor === null ? null : fetchBatch(run, state, control, nextCursor, batch),
  );
  let merged: UpsertedPages;
  try {
    const merge = named(pages === 1 ? '1 page' : `${pages} pages`, catalog.upsertProductPages);
    merged = await merge({ run, batchId, pages });
  } catch (error) {
    await ahead.stop();
    throw error;
  }
  state.batch = null;
  if (merged.kind === 'read_again') {
    await ahead.stop();
    state.allDocuments = merged.allDocuments;
    if (merged.resume !== null) state.cursor = merged.resume.cursor;
    return;
  }
  state.seen = merged.seen;
  state.allDocuments = false;
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
