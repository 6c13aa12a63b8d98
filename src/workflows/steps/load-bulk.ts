import { CancellationScope, condition, isCancellation, setHandler } from '@temporalio/workflow';
import type { RunReference } from '../../model/run-reference';
import type { BulkGivenUp } from '../../platforms/bulk-reader';
import { bulkFiles, store } from '../activities';
import { bulkFinishedSignal } from '../messages';
import { named } from '../named';
import { BULK_POLLS } from '../retry-policies';
import type { Controls } from './controls';
import { noteRun } from './note-run';
import type { BulkReading, RunState } from './run-state';
import { waitAsAsked } from './wait-as-asked';

/**
 * Has the store write its listing into a file and loads that, unless it is loaded. Where this way does not work, the
 * run reads pages instead and says why; what was merged stays.
 */
export async function loadBulk(
  run: RunReference,
  state: RunState,
  control: Controls,
  bulk: BulkReading,
): Promise<void> {
  if (bulk.roots !== null) return;
  state.reader = 'in bulk';
  control.show('reading');
  const written = await untilWritten(run, state, control, bulk);
  const loaded = written.kind === 'given_up' ? written : await load(run, state, control, written.operationId);
  bulk.requests += loaded.requests;
  if (loaded.kind === 'loaded') {
    bulk.roots = loaded.roots;
    return;
  }
  state.bulk = null;
  state.reader = `page by page, because the bulk operation failed: ${loaded.why}`;
  control.show('reading');
  await noteRun({ run, note: 'pages_instead', why: loaded.why });
}

type Written = { kind: 'written'; operationId: string };

/** Starts the operation, or finds it again, and looks after it now and then. */
async function untilWritten(
  run: RunReference,
  state: RunState,
  control: Controls,
  bulk: BulkReading,
): Promise<Written | BulkGivenUp> {
  const deadline = Date.now() + bulk.waitAtMostMs;
  let isTold = false;
  setHandler(bulkFinishedSignal, () => {
    isTold = true;
  });
  try {
    for (let looks = 0; ; ) {
      await control.whilePaused(run);
      const seen = await nextLook(run, bulk);
      if (seen.kind === 'wait') {
        await waitAsAsked(run, state, control, seen);
        continue;
      }
      bulk.requests += seen.requests;
      if (seen.kind === 'given_up') return { ...seen, requests: 0 };
      if (seen.kind === 'started') {
        bulk.operation = { id: seen.operationId, observation: seen.observation };
        continue;
      }
      if (seen.kind === 'written' && bulk.operation !== null)
        return { kind: 'written', operationId: bulk.operation.id };
      if (Date.now() >= deadline) {
        await giveBack(run, bulk);
        return { kind: 'given_up', why: tooLate(bulk), requests: 0 };
      }
      await condition(() => isTold, pauseMs(looks++), { summary: 'until the next look at the bulk operation' });
      isTold = false;
    }
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => giveBack(run, bulk));
    throw error;
  }
}

function nextLook(run: RunReference, { operation }: BulkReading) {
  return operation === null
    ? named('the store writes its listing into a file', store.startBulk)({ run })
    : named(operation.id, store.lookAtBulk)({ run, operationId: operation.id });
}

async function load(run: RunReference, state: RunState, control: Controls, operationId: string) {
  for (;;) {
    const loaded = await named(operationId, bulkFiles.loadBulkLines)({ run, operationId });
    if (loaded.kind !== 'wait') return loaded;
    await waitAsAsked(run, state, control, loaded);
  }
}

/** Our own operation only: others' are waited for, however long. */
async function giveBack(run: RunReference, { operation }: BulkReading): Promise<void> {
  if (operation !== null) await named(operation.id, store.cancelBulk)({ run, operationId: operation.id });
}

function tooLate({ operation, waitAtMostMs }: BulkReading): string {
  const minutes = Math.round(waitAtMostMs / 60_000);
  return operation === null
    ? `the shop had no place for it within ${minutes} minutes`
    : `it was not finished after ${minutes} minutes`;
}

function pauseMs(looks: number): number {
  const { firstMs, growth, longestMs } = BULK_POLLS;
  return Math.round(Math.min(longestMs, firstMs * growth ** looks) * (0.8 + 0.4 * Math.random()));
}
