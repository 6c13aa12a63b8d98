import {
  CancellationScope,
  isCancellation,
  ParentClosePolicy,
  patched,
  sleep,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { SweepStatus, SweepToOpen, SweepTotals, SweptSlice, SweptStore } from '../model/sweep';
import type { SweepSlice, SyncAllStoresInput } from '../model/workflow-inputs';
import { bookkeeping, catalog } from './activities';
import { named } from './named';
import { SWEEP } from './retry-policies';
import { syncSlice } from './steps/sync-slice';

/**
 * Syncs all active stores, of one platform or of all. The sweep lists the stores by id and hands slices of 500 to
 * children of its own type, so that no history grows with the number of stores. A store's failure is a count in the
 * sweep's result, never the sweep's failure.
 */
export async function SyncAllStoresWorkflow(
  input: SyncAllStoresInput,
  slice?: SweepSlice,
): Promise<SweepTotals | SweptSlice> {
  if (slice !== undefined) return syncSlice(input, slice);

  const { firstExecutionRunId, workflowId } = workflowInfo();
  const { platform, mode, trigger } = input;
  const sweep = { id: firstExecutionRunId, workflowId, platform, mode, trigger };
  const totals: SweepTotals = { scheduled: 0, already_running: 0, deferred: 0, skipped: 0 };
  try {
    await note(sweep, totals, 'running');
    await sweepAll(input, sweep, totals);
    await note(sweep, totals, 'completed');
    return totals;
  } catch (error) {
    const status = isCancellation(error) ? 'cancelled' : 'failed';
    await CancellationScope.nonCancellable(() => note(sweep, totals, status));
    throw error;
  }
}

/**
 * A few slices at a time; the next one starts when one of them has ended. What lesser runs kept from it is tried again when
 * all else is done; the full runs of stores that are left then are due at once.
 */
async function sweepAll(input: SyncAllStoresInput, sweep: SweepToOpen, totals: SweepTotals): Promise<void> {
  const running = new Set<Promise<void>>();
  const putOff: SweptStore[] = [];
  let number = 0;
  for (let after: string | null = null; ; number++) {
    const list = named(`${totals.scheduled} stores are listed`, catalog.listStores);
    const stores: SweptStore[] = await list({
      platform: input.platform,
      trigger: input.trigger,
      after,
      limit: SWEEP.storesASlice,
    });
    const last: SweptStore | undefined = stores.at(-1);
    if (last === undefined) break;
    totals.scheduled += stores.length;
    await note(sweep, totals, 'running');

    const ended = runSlice(input, sweep, { sweepId: sweep.id, after, number }, totals, putOff).then(() => {
      running.delete(ended);
    });
    // Its failure is told when it is awaited; until then it must not count as unhandled, which would hold up the sweep.
    ended.catch(() => undefined);
    running.add(ended);
    if (running.size >= SWEEP.slicesAtATime) await Promise.race(running);
    after = last.id;
  }
  await Promise.all(running);

  for (const waitMs of SWEEP.againAfterMs) {
    if (putOff.length === 0) return;
    await sleep(waitMs, { summary: `${putOff.length} stores have lesser runs under way` });
    const again = putOff.splice(0);
    for (let from = 0; from < again.length; from += SWEEP.storesASlice, number++) {
      const stores = again.slice(from, from + SWEEP.storesASlice);
      await runSlice(input, sweep, { sweepId: sweep.id, after: null, number, stores }, totals, putOff);
    }
  }
  if (putOff.length > 0 && patched('deferred-are-brought-forward')) await bringForward(putOff);
}

/** What is still put off would wait a day for the next sweep, and may meet a lesser run there again. */
async function bringForward(putOff: readonly SweptStore[]): Promise<void> {
  for (let from = 0; from < putOff.length; from += SWEEP.storesASlice) {
    const stores = putOff.slice(from, from + SWEEP.storesASlice).map(({ id, tenantId }) => ({ id, tenantId }));
    await named(`full runs of ${stores.length} stores are due at once`, catalog.bringDeferredForward)(stores);
  }
}

async function runSlice(
  input: SyncAllStoresInput,
  sweep: SweepToOpen,
  slice: SweepSlice,
  totals: SweepTotals,
  putOff: SweptStore[],
): Promise<void> {
  const first = slice.number * SWEEP.storesASlice + 1;
  const child = await startChild<typeof SyncAllStoresWorkflow>('SyncAllStoresWorkflow', {
    workflowId: `${sweep.workflowId}/${sweep.id}/${slice.number}`,
    args: [input, slice],
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: slice.stores === undefined ? `stores ${first} and on` : `${slice.stores.length} stores once more`,
  });
  const { already_running, skipped, putOff: again = [] }: SweptSlice = await child.result();
  putOff.push(...again);
  totals.already_running += already_running;
  totals.deferred += again.length - (slice.stores?.length ?? 0);
  totals.skipped += skipped;
  await note(sweep, totals, 'running');
}

const note = (sweep: SweepToOpen, totals: SweepTotals, status: SweepStatus) =>
  named(`${status}, ${totals.scheduled} stores`, bookkeeping.noteSweep)({ sweep, totals: { ...totals }, status });
