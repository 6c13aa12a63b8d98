import { syncAllStoresId } from '../model/workflow-ids';
import type { SyncAllStoresInput } from '../model/workflow-inputs';
import type { TemporalClient } from './connect-client';
import { type StartedWorkflow, startOnce } from './start-once';

/** Starts the sync of all stores (of a platform), unless one that the API started is under way. */
export async function startSweep(temporal: TemporalClient, input: SyncAllStoresInput): Promise<StartedWorkflow> {
  const { platform, mode } = input;
  return startOnce(temporal, 'SyncAllStoresWorkflow', {
    workflowId: syncAllStoresId(platform),
    input,
    staticSummary: `All ${platform ?? ''} stores: ${mode} sync`.replace('  ', ' '),
    typedSearchAttributes: await temporal.searchAttributes.pairs({
      syncMode: mode,
      ...(platform ? { platform } : {}),
    }),
  });
}
