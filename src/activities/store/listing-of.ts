import type { Listing } from '../../model/listing';
import { leanModeOf } from '../../model/run';
import type { RunReference } from '../../model/run-reference';
import { notSupported } from './failures';
import type { OpenedStore } from './open-store';
import type { readAhead } from './read-ahead';

type ListFrom = Parameters<typeof readAhead>[0]['list'];

/** What the run lists: all of the store, what changed in a stretch of time, or one group of fields. */
export function listingOf(store: OpenedStore, run: RunReference, { currency, stretch }: Listing): ListFrom {
  const { connection } = store;
  const mode = leanModeOf(run.mode);
  if (mode === null) return (cursor, signal) => connection.listPage({ cursor, stretch, signal });

  const { lean } = connection;
  if (lean === undefined) throw notSupported(run);
  return async (cursor, signal) => {
    const page = await lean.listPage({ mode, cursor, currency, signal });
    return page.kind === 'lean_page'
      ? { kind: 'listed', nextCursor: page.nextCursor, products: async () => page }
      : page;
  };
}
