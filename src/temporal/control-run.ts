import { randomUUID } from 'node:crypto';
import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { ControlInput } from '../model/workflow-inputs';
import type { TemporalClient } from './connect-client';

/**
 * Asks a run to stop; it closes its row itself, and for that Temporal's own pause ends. Answers false when it is over
 * already. The first run id goes in as such: taken for a run id, it cancels nothing after continue-as-new.
 */
export async function cancelRun(
  temporal: TemporalClient,
  run: { workflowId: string; runId: string },
): Promise<boolean> {
  try {
    await temporal.ask((client) =>
      client.workflow.getHandle(run.workflowId, undefined, { firstExecutionRunId: run.runId }).cancel(),
    );
    await unpauseWorkflow(temporal, run.workflowId);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** gRPC status codes: it was not paused (9) or is over (5), we may not ask (7, 16), or the server knows no pause (12). */
const NOT_PAUSED = new Set([5, 7, 9, 12, 16]);

/** The client of the SDK has no method for it yet. */
async function unpauseWorkflow(temporal: TemporalClient, workflowId: string): Promise<void> {
  const [reason, requestId] = ['The run was cancelled', randomUUID()];
  try {
    await temporal.ask(({ workflowService, options: { namespace, identity } }) =>
      workflowService.unpauseWorkflowExecution({ namespace, workflowId, identity, reason, requestId }),
    );
  } catch (error) {
    if (!isGrpcServiceError(error) || !NOT_PAUSED.has(error.code)) throw error;
  }
}

/** Ends the wait before a run's own retry. */
export const retryRunNow = (temporal: TemporalClient, run: { workflowId: string; runId: string }): Promise<void> =>
  tellRun(temporal, run, 'retryNow');

/** Ends a run in whose place another one is to start: it is told why first, and cancelled like any other. */
export async function supersedeRun(
  temporal: TemporalClient,
  run: { workflowId: string; runId: string },
): Promise<void> {
  await tellRun(temporal, run, 'supersede');
  await cancelRun(temporal, run);
}

/** A run that is over meanwhile needs no word; a later run ignores it by the id. */
async function tellRun(
  temporal: TemporalClient,
  run: { workflowId: string; runId: string },
  signal: 'retryNow' | 'supersede',
): Promise<void> {
  const control: ControlInput = { runId: run.runId };
  try {
    await temporal.ask((client) => client.workflow.getHandle(run.workflowId).signal(signal, control));
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
