import { randomUUID } from 'node:crypto';
import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { ControlInput } from '../model/workflow-inputs';
import type { TemporalClient } from './connect-client';

/**
 * Asks a run to stop; it closes its row itself. Answers false when it is over already. The first run id goes in as
 * such: taken for a run id, it cancels nothing after continue-as-new.
 */
export async function cancelRun(
  temporal: TemporalClient,
  run: { workflowId: string; runId: string },
): Promise<boolean> {
  try {
    await temporal.ask((client) =>
      client.workflow.getHandle(run.workflowId, undefined, { firstExecutionRunId: run.runId }).cancel(),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** gRPC status codes of a server that will not: it was not paused, is over, or we may not or cannot ask. */
const REFUSALS = new Set([
  ...[5 /* NOT_FOUND */, 7 /* PERMISSION_DENIED */, 9 /* FAILED_PRECONDITION */],
  ...[12 /* UNIMPLEMENTED */, 16 /* UNAUTHENTICATED */],
]);

/** Ends Temporal's own pause of a workflow. Answers false where that is not possible. */
export async function unpauseWorkflow(temporal: TemporalClient, workflowId: string, reason: string): Promise<boolean> {
  const requestId = randomUUID();
  try {
    await temporal.ask(({ workflowService, options: { namespace, identity } }) =>
      workflowService.unpauseWorkflowExecution({ namespace, workflowId, identity, reason, requestId }),
    );
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && REFUSALS.has(error.code)) return false;
    throw error;
  }
}

/** Ends the wait before a run's own retry. A run that is over meanwhile needs none; a later run ignores it by the id. */
export async function retryRunNow(temporal: TemporalClient, run: { workflowId: string; runId: string }): Promise<void> {
  const control: ControlInput = { runId: run.runId };
  try {
    await temporal.ask((client) => client.workflow.getHandle(run.workflowId).signal('retryNow', control));
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
