import type { components, operations } from './generated/api.ts';
import { pause } from './pause.ts';
import { isProblem } from './problem.ts';
import { type RideOutOptions, rideOut } from './ride-out.ts';

export type Change = components['schemas']['Change'];
export type ChangesQuery = NonNullable<operations['listChanges']['parameters']['query']>;
type ChangesPage = operations['listChanges']['responses'][200]['content']['application/json'];

export interface FollowOptions extends RideOutOptions {
  /** That was kept last; without it the feed begins at `from`. */
  cursor?: string | undefined;
  /** The same filters each time: a cursor belongs to them. */
  filter?: Omit<ChangesQuery, 'cursor'>;
  /** How long to wait once all changes were read: 5 seconds. */
  everyMs?: number;
}

export interface ChangeBatch {
  /** Oldest first. Empty where the place in the feed moved without a change: keep the cursor all the same. */
  changes: Change[];
  /** To be kept once these changes are worked off, best in the same transaction: go on with it after a restart. */
  cursor: string;
  /** There are no more for now. */
  caughtUp: boolean;
}

export type FollowOutcome =
  /** The signal ended it. `cursor` is that of the last batch which was worked off. */
  | { kind: 'stopped'; cursor: string | undefined }
  /** What comes behind the cursor is no longer kept: `detail` says how to start over. */
  | { kind: 'cursor_expired'; detail: string; requestId: string };

/**
 * The changes of the catalogue, batch after batch. The next batch is asked for when the loop comes back, so that a batch
 * whose work failed comes again from the cursor before it: at least once, in order. The generator returns why it ended.
 */
export async function* changeBatches(
  ask: (query: ChangesQuery) => Promise<ChangesPage>,
  { filter, everyMs = 5_000, ...options }: FollowOptions,
): AsyncGenerator<ChangeBatch, FollowOutcome, undefined> {
  let { cursor } = options;
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      const query = { ...filter, ...(cursor === undefined ? {} : { cursor }) };
      const page = await rideOut(() => ask(query), options);
      if (page.next_cursor !== cursor) {
        yield { changes: page.items, cursor: page.next_cursor, caughtUp: page.caught_up };
        cursor = page.next_cursor;
      }
      if (page.caught_up) await pause(everyMs, options.signal);
    }
  } catch (error) {
    if (options.signal?.aborted && error === options.signal.reason) return { kind: 'stopped', cursor };
    if (!isProblem(error, 'cursor_expired')) throw error;
    return { kind: 'cursor_expired', detail: error.detail, requestId: error.requestId };
  }
}

/** Hands each batch to `onBatch` and waits for it; what that throws is thrown, and its batch comes again next time. */
export async function followChanges(
  batches: AsyncGenerator<ChangeBatch, FollowOutcome, undefined>,
  onBatch: (batch: ChangeBatch) => Promise<void> | void,
): Promise<FollowOutcome> {
  for (;;) {
    const { done, value } = await batches.next();
    if (done) return value;
    await onBatch(value);
  }
}
