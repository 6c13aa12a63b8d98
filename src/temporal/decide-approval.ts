import { createHash } from 'node:crypto';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { approveDeactivationId } from '../model/workflow-ids';
import type { Decision } from '../model/workflow-inputs';
import type { TemporalClient } from './connect-client';

export type DecisionOutcome =
  | { kind: 'accepted'; workflowId: string }
  /** Nobody waits for it any more, or the approval refused it: `detail` says why. */
  | { kind: 'refused'; detail: string };

/** Tells a run that waits for approval what was decided. Throws when Temporal or all workers are away. */
export async function decideApproval(
  temporal: TemporalClient,
  runId: string,
  verdict: 'approve' | 'reject',
  decision: Decision,
): Promise<DecisionOutcome> {
  const workflowId = approveDeactivationId(runId);
  // Repeated after a time-out, the same decision is the same update and gets the same answer.
  const updateId = createHash('sha256')
    .update(JSON.stringify([verdict, decision]))
    .digest('hex');
  try {
    await temporal.ask((client) =>
      client.workflow.getHandle(workflowId).executeUpdate(verdict, { args: [decision], updateId }),
    );
    return { kind: 'accepted', workflowId };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      return { kind: 'refused', detail: `Run ${runId} does not wait for approval any more: read it again.` };
    }
    if (error instanceof WorkflowUpdateFailedError) {
      return { kind: 'refused', detail: error.cause?.message ?? `Run ${runId} did not accept the decision.` };
    }
    throw error;
  }
}
