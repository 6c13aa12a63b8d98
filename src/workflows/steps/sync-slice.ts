import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  type ChildWorkflowHandle,
  condition,
  isCancellation,
  ParentClosePolicy,
  setHandler,
  startChild,
} from '@temporalio/workflow';
import { storeLabel } from '../../model/one-line';
import { priorityOf } from '../../model/priorities';
import type { SweepTotals, SweptStore } from '../../model/sweep';
import { syncProductsId } from '../../model/workflow-ids';
import type { SweepSlice, SyncAllStoresInput } from '../../model/workflow-inputs';
import { catalog } from '../activities';
import { childReportSignal } from '../messages';
import { named } from '../named';
import { SWEEP } from '../retry-policies';
import type { SyncProductsWorkflow } from '../sync-products';

/** Syncs the stores of one slice, some at a time. A run that waits for its own retry holds no place. */
export async function syncSlice(input: SyncAllStoresInput, slice: SweepSlice): Promise<SweepTotals> {
  const { platform } = input;
  const waiting = new Set<string>();
  setHandler(childReportSignal, ({ storeId, status }) => {
    if (status === 'waiting_to_retry') waiting.add(storeId);
  });

  const list = named(`slice ${slice.number + 1}`, catalog.listStores);
  const stores = await list({ platform, after: slice.after, limit: SWEEP.storesASlice });
  const totals: SweepTotals = { scheduled: stores.length, already_running: 0, skipped: 0 };
  const queue = stores.filter((each) => each.status === 'active');
  totals.skipped = stores.length - queue.length;

  const takeTurns = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if ((await runToItsEnd(input, slice, next, waiting)) === 'already_running') totals.already_running += 1;
    }
  };
  await Promise.all(Array.from({ length: SWEEP.runsAtATime }, takeTurns));
  return totals;
}

/** Returns when the run has ended, whatever became of it, or waits for its own retry. */
async function runToItsEnd(
  { mode, trigger }: SyncAllStoresInput,
  { sweepId }: SweepSlice,
  { id: storeId, tenantId, platform, name: storeName }: SweptStore,
  waiting: ReadonlySet<string>,
): Promise<'ended' | 'already_running'> {
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
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'already_running';
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

/** How a run ended stands in its own row, by store. */
const ignore = () => undefined;
