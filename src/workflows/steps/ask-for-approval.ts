import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { getExternalWorkflowHandle, ParentClosePolicy, startChild } from '@temporalio/workflow';
import { storeLabel } from '../../model/one-line';
import type { RunCounts } from '../../model/run-counts';
import type { RunReference } from '../../model/run-reference';
import { approveDeactivationId } from '../../model/workflow-ids';
import type { SyncProductsInput } from '../../model/workflow-inputs';
import { bookkeeping } from '../activities';
import type { ApproveDeactivationWorkflow } from '../approve-deactivation';
import { supersededSignal } from '../messages';
import { named } from '../named';

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
  try {
    await startChild<typeof ApproveDeactivationWorkflow>('ApproveDeactivationWorkflow', {
      workflowId: approveDeactivationId(runId),
      args: [{ tenantId, storeId, platform, runId, storeName, ...waiting }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${storeLabel(storeName)}: approve deactivations`,
      memo: { store: storeLabel(storeName) },
    });
  } catch (error) {
    // After a reset of the run: its approval is asked for already.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  // Only now does the row say that it waits: whoever reads that can decide at once.
  const hold = named('until somebody decides', bookkeeping.holdForApproval);
  const { replaced, counts = null } = await hold({ run });
  for (const id of replaced) {
    try {
      await getExternalWorkflowHandle(approveDeactivationId(id)).signal(supersededSignal, { byRunId: runId });
    } catch {
      // Not found: its deadline was faster. Its row says already that it was replaced.
    }
  }
  return counts;
}
