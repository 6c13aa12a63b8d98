import { storeLabel } from '../model/one-line';
import { priorityOf } from '../model/priorities';
import type { RunTrigger } from '../model/run';
import { dryRunProductsId, refreshProductsId, syncProductsId } from '../model/workflow-ids';
import type { SyncProductsInput } from '../model/workflow-inputs';
import type { TemporalClient } from './connect-client';
import { type StartedWorkflow, startOnce } from './start-once';

const URGENCY = {
  api: 'interactive',
  cli: 'interactive',
  webhook: 'news',
  schedule: 'scheduled',
} as const satisfies Record<RunTrigger, string>;

/**
 * Starts the sync of a store, unless one is under way (I3). A `refresh` and a dry run go on beside it, one
 * of each at a time for a store.
 * Throws when Temporal is away; repeating is safe then.
 */
export async function startSync(temporal: TemporalClient, input: SyncProductsInput): Promise<StartedWorkflow> {
  const { tenantId, storeId, platform, mode, storeName, trigger, dryRun = false } = input;
  const idOf = dryRun ? dryRunProductsId : mode === 'refresh' ? refreshProductsId : syncProductsId;
  const workflowId = idOf(platform, storeId);
  return startOnce(temporal, 'SyncProductsWorkflow', {
    workflowId,
    input,
    staticSummary: `${storeLabel(storeName)}: ${mode} ${dryRun ? 'dry run' : 'sync'}`,
    memo: { store: storeLabel(storeName) },
    priority: priorityOf(tenantId, URGENCY[trigger]),
    typedSearchAttributes: await temporal.searchAttributes.pairs({
      tenantId,
      storeId,
      platform,
      syncMode: mode,
      runStatus: 'queued',
    }),
  });
}
