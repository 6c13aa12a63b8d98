import type { FetchedPages } from '../../activities/fetch-product-pages';
import type { RunReference } from '../../model/run-reference';
import { store } from '../activities';
import { named } from '../named';
import type { Controls } from './controls';
import { loadBulk } from './load-bulk';
import { type RunState, turnFull } from './run-state';
import { type AskedWait, waitAsAsked } from './wait-as-asked';

/** Cursors of the two readers differ; a run that changes over to pages begins with the first one. */
const isBulkCursor = (cursor: string | null) => cursor?.startsWith('bulk line ') === true;

const NO_WAIT: AskedWait = { waitMs: 0 };

/** Reads one batch, from the store's pages or its bulk file. A store that first asks for a long wait is given it. */
export async function fetchBatch(
  run: RunReference,
  state: RunState,
  control: Controls,
  cursor: string | null,
  asked: AskedWait = NO_WAIT,
): Promise<FetchedPages> {
  await waitAsAsked(run, state, control, asked);
  for (;;) {
    const batch = await readOnce(run, state, control, cursor);
    if (batch === null) continue;
    if (batch.turnsFull) {
      turnFull(run, state);
      continue;
    }
    state.listing = batch.listing;
    if (batch.pages > 0) return batch;
    await waitAsAsked(run, state, control, batch);
  }
}

/** null: nothing yet, and another way to read is tried next. */
async function readOnce(
  run: RunReference,
  state: RunState,
  control: Controls,
  cursor: string | null,
): Promise<FetchedPages | null> {
  const { listing, allDocuments, changedSince } = state;
  if (state.bulk !== null) await loadBulk(run, state, control, state.bulk);
  if (state.bulk === null || listing === null) {
    const from = isBulkCursor(cursor) ? null : cursor;
    const read = named(placeOf(state), store.fetchProductPages);
    const batch = await read({ run, cursor: from, listing, allDocuments, ...(changedSince && { changedSince }) });
    if (batch.inBulk !== null) state.bulk = { ...batch.inBulk, operation: null, roots: null, requests: 0 };
    return batch;
  }
  const { operation, roots, requests } = state.bulk;
  if (operation === null || roots === null) return null;
  const { observation } = operation;
  const stage = named(placeOf(state), store.stageBulkPages);
  const staged = await stage({ run, cursor, listing, allDocuments, observation, roots, requests });
  if (staged.kind === 'staged') return staged;
  state.bulk.roots = null;
  return null;
}

/** By what is merged: a batch that is fetched ahead begins a little behind it. */
function placeOf({ listing, seen }: RunState): string {
  return listing === null ? 'the listing begins' : `${seen} of ${listing.announced} products are merged`;
}
