import { WorkflowNotFoundError } from '@temporalio/client';
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

/** Ends the wait before a run's own retry. A run that is over meanwhile needs none; a later run ignores it by the id. */
export async function retryRunNow(temporal: TemporalClient, run: { workflowId: string; runId: string }): Promise<void> {
  const control: ControlInput = { runId: run.runId };
  try {
    await temporal.ask((client) => client.workflow.getHandle(run.workflowId).signal('retryNow', control));
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
