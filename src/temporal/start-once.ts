import {
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
  type WorkflowStartOptions,
} from '@temporalio/client';
import type { TemporalClient } from './connect-client';

export interface StartedWorkflow {
  workflowId: string;
  /** First execution run id: it stays the same after continue-as-new. */
  runId: string;
  /** Whether it was under way before. */
  alreadyRunning: boolean;
}

/** A run may end between "already started" and the look at it; that this happens three times in a row is no chance. */
const TRIES = 3;

/**
 * Starts a workflow unless one with its id is under way, and answers which one is now. With `USE_EXISTING` the answer
 * would be the current run after continue-as-new, hence `FAIL` and a look at the first one.
 */
export async function startOnce(
  temporal: TemporalClient,
  workflowType: string,
  options: Pick<
    WorkflowStartOptions,
    'workflowId' | 'staticSummary' | 'memo' | 'priority' | 'typedSearchAttributes'
  > & {
    input: object;
  },
): Promise<StartedWorkflow> {
  const { input, ...start } = options;
  const { workflowId } = options;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      const handle = await temporal.ask((client) =>
        client.workflow.start(workflowType, {
          ...start,
          args: [input],
          taskQueue: temporal.taskQueue,
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          workflowIdConflictPolicy: 'FAIL',
        }),
      );
      return { workflowId, runId: handle.firstExecutionRunId, alreadyRunning: false };
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    const runId = await firstRunIdUnderWay(temporal, workflowId);
    if (runId !== null) return { workflowId, runId, alreadyRunning: true };
  }
  throw new Error(`Workflow ${workflowId} was under way and gone again ${TRIES} times in a row`);
}

/** null when no workflow with that id is open. */
export async function firstRunIdUnderWay(temporal: TemporalClient, workflowId: string): Promise<string | null> {
  const description = await describeOpen(temporal, workflowId);
  return description === null ? null : firstRunIdOf(description);
}

export function firstRunIdOf({ raw, runId }: WorkflowExecutionDescription): string {
  return raw.workflowExecutionInfo?.firstRunId ?? runId;
}

/** null when no workflow with that id is open. */
export async function describeOpen(
  temporal: TemporalClient,
  workflowId: string,
): Promise<WorkflowExecutionDescription | null> {
  try {
    const description = await temporal.ask((client) => client.workflow.getHandle(workflowId).describe());
    return description.closeTime === undefined ? description : null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
