import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  type ChildWorkflowHandle,
  condition,
  isCancellation,
  ParentClosePolicy,
  patched,
  setHandler,
  startChild,
} from '@temporalio/workflow';
import { storeLabel } from '../../model/one-line';
import { priorityOf } from '../../model/priorities';
import { isLesser } from '../../model/run';
import type { SweptSlice, SweptStore } from '../../model/sweep';
import { syncProductsId } from '../../model/workflow-ids';
import type { SweepSlice, SyncAllStoresInput } from '../../model/workflow-inputs';
import { catalog } from '../activities';
import { childReportSignal } from '../messages';
import { named } from '../named';
import { SWEEP } from '../retry-policies';
import type { SyncProductsWorkflow } from '../sync-products';

/**
 * Syncs the stores of one slice, some at a time. A run that waits for its own retry holds no place, and neither does a store
 * that a lesser run is under way for: it is put off.
 */
export async function syncSlice(input: SyncAllStoresInput, slice: SweepSlice): Promise<SweptSlice> {
  const { platform, trigger } = input;
  const waiting = new Set<string>();
  setHandler(childReportSignal, ({ storeId, status }) => {
    if (status === 'waiting_to_retry') waiting.add(storeId);
  });

  const list = named(`slice ${slice.number + 1}`, catalog.listStores);
  const stores = slice.stores ?? (await list({ platform, trigger, after: slice.after, limit: SWEEP.storesASlice }));
  const putOff: SweptStore[] = [];
  const totals = { scheduled: stores.length, already_running: 0, skipped: 0, putOff };
  const queue = stores.filter((each) => each.status === 'active');
  totals.skipped = stores.length - queue.length;

  const takeTurns = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const became = await runToItsEnd(input, slice, next, waiting);
      if (became === 'already_running') totals.already_running += 1;
      if (became === 'put_off') putOff.push(next);
    }
  };
  await Promise.all(Array.from({ length: SWEEP.runsAtATime }, takeTurns));
  return totals;
}

/** Returns when the run has ended, whatever became of it, or waits for its own retry. */
async function runToItsEnd(
  { mode, trigger }: SyncAllStoresInput,
  { sweepId }: SweepSlice,
  store: SweptStore,
  waiting: ReadonlySet<string>,
): Promise<'ended' | 'already_running' | 'put_off'> {
  const { id: storeId, tenantId, platform, name: storeName } = store;
  let child: ChildWorkflowHandle<typeof SyncProductsWorkflow>;
  try {
    child = await startChild<typeof SyncProductsWorkflow>('SyncProductsWorkflow', {
      workflowId: syncProductsId(platform, storeId),
      args: [{ tenantId, storeId, platform, mode, trigger, storeName, sweepId }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${storeLabel(storeName)}: ${mode} sync`,
      memo: { store: storeLabel(storeName) },
      priority: priorityOf(tenantId, 'scheduled'),
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return metAnotherRun(mode, store);
    throw error;
  }
  const ended = child.result().then(ignore, ignore);
  try {
    await Promise.race([ended, condition(() => waiting.has(storeId))]);
  } catch (error) {
    if (isCancellation(error)) await ended; // the sweep's cancel reaches its children; they close their rows
    throw error;
  }
  return 'ended';
}

/** A full run does what the sweep would; a lesser one does not, and the sweep does not take its place. */
async function metAnotherRun(
  mode: SyncAllStoresInput['mode'],
  { id, tenantId, platform, name }: SweptStore,
): Promise<'already_running' | 'put_off'> {
  if (mode !== 'full' || !patched('lesser-runs-are-waited-for')) return 'already_running';
  const look = named(`what keeps ${storeLabel(name)}`, catalog.modeUnderWay);
  const underWay = await look({ id, tenantId, platform });
  return underWay === null || isLesser(underWay) ? 'put_off' : 'already_running';
}

/** How a run ended stands in its own row, by store. */
const ignore = () => undefined;
