import type { SyncProductsInput } from '../workflows/messages';
import type { TemporalClient } from './connect-client';
import { refreshProductsId, syncProductsId } from './ids';
import { priorityOf } from './priorities';
import { type StartedWorkflow, startOnce } from './start-once';

/**
 * Starts the sync of a store, unless one is under way (I3). A `refresh` runs beside it, one at a time for a store.
 * Throws when Temporal is away; repeating is safe then.
 */
export async function startSync(temporal: TemporalClient, input: SyncProductsInput): Promise<StartedWorkflow> {
  const { tenantId, storeId, platform, mode, storeName } = input;
  const workflowId = (mode === 'refresh' ? refreshProductsId : syncProductsId)(platform, storeId);
  return startOnce(temporal, 'SyncProductsWorkflow', {
    workflowId,
    input,
    staticSummary: `${storeName}: ${mode} sync`,
    priority: priorityOf(tenantId, 'interactive'),
    typedSearchAttributes: await temporal.searchAttributes.pairs({
      tenantId,
      storeId,
      platform,
      syncMode: mode,
      runStatus: 'queued',
    }),
  });
}
