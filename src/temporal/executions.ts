import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { TemporalClient } from './connect-client';
import { cancelRun } from './control-run';
import { firstRunIdUnderWay } from './start-once';

export interface Execution {
  workflowId: string;
  runId: string;
}

const EXECUTIONS_A_PAGE = 200;

/** Executions by a query of Temporal's visibility, which shows what happens with a delay of up to seconds. */
export async function* findExecutions(temporal: TemporalClient, query: string): AsyncGenerator<Execution[]> {
  for (let nextPageToken: Uint8Array | null = null; ; ) {
    const page: Awaited<ReturnType<typeof listPage>> = await listPage(temporal, query, nextPageToken);
    yield (page.executions ?? []).flatMap(({ execution }) =>
      execution?.workflowId && execution.runId ? { workflowId: execution.workflowId, runId: execution.runId } : [],
    );
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : null;
    if (nextPageToken === null) return;
  }
}

const listPage = (temporal: TemporalClient, query: string, nextPageToken: Uint8Array | null) =>
  temporal.ask(({ workflowService, options: { namespace } }) =>
    workflowService.listWorkflowExecutions({ namespace, query, nextPageToken, pageSize: EXECUTIONS_A_PAGE }),
  );

/** Literals of ids in a query: they are ours, and hold no quote. */
export const idsInQuery = (ids: readonly string[]): string => ids.map((id) => `'${id}'`).join(', ');

/** gRPC status codes */
const NOT_FOUND = 5;
const NOT_ALLOWED = new Set([7 /* PERMISSION_DENIED */, 12 /* UNIMPLEMENTED */, 16 /* UNAUTHENTICATED */]);

/**
 * Deletes an execution with its history; one that runs is ended first. Temporal does it in the background. False: we may
 * not, and the namespace's retention time does it.
 */
export async function deleteExecution(temporal: TemporalClient, workflowExecution: Execution): Promise<boolean> {
  try {
    await temporal.ask(({ workflowService, options: { namespace } }) =>
      workflowService.deleteWorkflowExecution({ namespace, workflowExecution }),
    );
    return true;
  } catch (error) {
    if (!isGrpcServiceError(error)) throw error;
    if (error.code === NOT_FOUND) return true;
    if (NOT_ALLOWED.has(error.code)) return false;
    throw error;
  }
}

/** Asks the workflow that is open under an id to end, or ends it. False: none is open. */
export async function endOpen(temporal: TemporalClient, workflowId: string, how: 'cancel' | 'terminate') {
  const runId = await firstRunIdUnderWay(temporal, workflowId);
  if (runId === null) return false;
  if (how === 'cancel') return cancelRun(temporal, { workflowId, runId });
  try {
    await temporal.ask((client) =>
      client.workflow
        .getHandle(workflowId, undefined, { firstExecutionRunId: runId })
        .terminate('The tenant is deleted'),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
