import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  CancelledFailure,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  patched,
  startChild,
} from '@temporalio/workflow';
import { storeLabel } from '../../model/one-line';
import type { RunCounts } from '../../model/run-counts';
import type { RunReference } from '../../model/run-reference';
import { approveDeactivationId } from '../../model/workflow-ids';
import type { SyncProductsInput } from '../../model/workflow-inputs';
import { bookkeeping } from '../activities';
import type { ApproveDeactivationWorkflow } from '../approve-deactivation';
import { supersededSignal } from '../messages';
import { named } from '../named';
import { cancellationOf } from './run-error';

/**
 * Leaves the confirmed products to somebody's decision, in a workflow of its own: the store's next syncs are not held
 * up. A run that still waited before is replaced and told so. Answers what the run did so far.
 */
export async function askForApproval(
  { storeName }: SyncProductsInput,
  run: RunReference,
  waiting: { currency: string; emptyListing: boolean; waitMs: number },
): Promise<RunCounts | null> {
  const { tenantId, storeId, platform, id: runId } = run;
  const start = () =>
    startChild<typeof ApproveDeactivationWorkflow>('ApproveDeactivationWorkflow', {
      workflowId: approveDeactivationId(runId),
      args: [{ tenantId, storeId, platform, runId, storeName, ...waiting }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${storeLabel(storeName)}: approve deactivations`,
      memo: { store: storeLabel(storeName) },
    });
  // Cancelled between a child's request and its start, the SDK takes back a child that is not there yet: that one starts
  // all the same, and would wait a week for a decision about a run that is over.
  const endsWithRun = patched('approval-of-a-cancelled-run-ends');
  try {
    await (endsWithRun ? CancellationScope.nonCancellable(start) : start());
  } catch (error) {
    // After a reset of the run: its approval is asked for already.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  try {
    if (endsWithRun && CancellationScope.current().consideredCancelled) {
      throw new CancelledFailure('The run was cancelled before it waited for a decision');
    }
    return await holdForDecision(run);
  } catch (error) {
    if (endsWithRun && cancellationOf(error) !== null) await endApproval(runId);
    throw error;
  }
}

/** Only now does the row say that it waits: whoever reads that can decide at once. */
async function holdForDecision(run: RunReference): Promise<RunCounts | null> {
  const hold = named('until somebody decides', bookkeeping.holdForApproval);
  const { replaced, counts = null } = await hold({ run });
  for (const id of replaced) {
    try {
      await getExternalWorkflowHandle(approveDeactivationId(id)).signal(supersededSignal, { byRunId: run.id });
    } catch {
      // Not found: its deadline was faster. Its row says already that it was replaced.
    }
  }
  return counts;
}

async function endApproval(runId: string): Promise<void> {
  try {
    await CancellationScope.nonCancellable(() => getExternalWorkflowHandle(approveDeactivationId(runId)).cancel());
  } catch {
    // Over already: somebody ended it by hand.
  }
}
