import { rejectedIds } from '../../catalog/rejected/list-rejected';
import type { Store } from '../../stores/store';
import { publicAddress } from '../../stores/store-view';
import { type Answer, accepted } from '../http/answer';
import type { TenantCaller } from '../http/caller';
import { problem } from '../http/problem';
import type { ApiServices } from '../http/services';
import { startRun } from './start-run';

/** Reads products again that were set aside (I7): those asked for, else all of the run or the store. */
export async function retryRejected(
  services: ApiServices,
  caller: TenantCaller,
  store: Store,
  asked: { runId?: string; externalIds?: string[] | undefined },
): Promise<Answer> {
  if (store.status === 'disconnected') {
    return problem('conflict', `Store ${store.id} is disconnected: connect it again with POST /v1/stores.`);
  }
  const tenantId = caller.tenant.id;
  const { id: storeId, name: storeName, platform } = store;
  const externalIds = await services.database.withTenant(tenantId, (sql) => rejectedIds(sql, { storeId, ...asked }));
  if (externalIds.length === 0) {
    return problem('conflict', 'None of these products is set aside any more: there is nothing to retry.');
  }

  const started = await startRun(
    services,
    caller,
    { tenantId, storeId, platform, mode: 'refresh', trigger: 'api', storeName, externalIds },
    {
      action: 'rejected_products_retried',
      metadata: { store_id: storeId, ...publicAddress(store), products: externalIds.length },
    },
  );
  if (started.kind === 'problem') return started;
  const { workflowId, runId, alreadyRunning } = started;
  if (alreadyRunning) {
    return problem('conflict', 'Products of this store are being read again: wait for that run, and repeat.', {
      more: { running: { run_id: runId, workflow_id: workflowId, mode: 'refresh' } },
    });
  }
  return accepted({
    status: 'accepted',
    message: `${externalIds.length} products are read again`,
    workflow_id: workflowId,
    run_id: runId,
  });
}
