import { storeLabel } from '../model/one-line';
import { priorityOf } from '../model/priorities';
import { refreshHintsId } from '../model/workflow-ids';
import type { RefreshHintsInput } from '../model/workflow-inputs';
import type { TemporalClient } from './connect-client';

/**
 * Tells the workflow that works a store's hints off that there are some, and starts it where none is under way. What they
 * are stands in the inbox: a ring too many finds nothing there, so that repeating is safe, and one that is lost is made up
 * for by the look each minute. Throws when Temporal is away.
 */
export async function ringDoorbell(temporal: TemporalClient, input: RefreshHintsInput): Promise<void> {
  const { tenantId, storeId, platform, storeName } = input;
  const typedSearchAttributes = await temporal.searchAttributes.pairs({
    tenantId,
    storeId,
    platform,
    syncMode: 'refresh',
  });
  await temporal.ask((client) =>
    client.workflow.signalWithStart('RefreshHintsWorkflow', {
      workflowId: refreshHintsId(platform, storeId),
      taskQueue: temporal.taskQueue,
      args: [input],
      signal: 'doorbell',
      signalArgs: [],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `${storeLabel(storeName)}: refresh of what the store told`,
      memo: { store: storeLabel(storeName) },
      priority: priorityOf(tenantId, 'news'),
      typedSearchAttributes,
    }),
  );
}
