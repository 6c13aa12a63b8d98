import { defaultPayloadConverter } from '@temporalio/common';
import type { SyncProductsInput } from '../model/workflow-inputs';
import type { TemporalClient } from './connect-client';

/** What a run was started with, from the first event of its history; for a run that has no row yet. */
export async function readRunInput(
  temporal: TemporalClient,
  { workflowId, runId }: { workflowId: string; runId: string },
): Promise<SyncProductsInput> {
  const { history } = await temporal.ask((client) =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: 1,
    }),
  );
  const [input] = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  if (!input) throw new Error(`Run ${runId} of ${workflowId} has no input in its first event`);
  return defaultPayloadConverter.fromPayload<SyncProductsInput>(input);
}
