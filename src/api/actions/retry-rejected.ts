import { rejectedIds } from '../../catalog/rejected/list-rejected';
import { type Answer, accepted } from '../http/answer';
import type { TenantCaller } from '../http/caller';
import { problem } from '../http/problem';
import type { ApiServices } from '../http/services';
import { connectedStore } from './connected-store';
import { startForCaller } from './start-for-caller';

/** Reads products again that were set aside (I7): those asked for, else all of the run or the store. */
export async function retryRejected(
  services: ApiServices,
  caller: TenantCaller,
  { storeId, ...asked }: { storeId: string; runId?: string; externalIds?: string[] | undefined },
): Promise<Answer> {
  const found = await connectedStore(services, caller, storeId);
  if (found.kind === 'problem') return found;
  const externalIds = await services.database.withTenant(caller.tenant.id, (sql) =>
    rejectedIds(sql, { storeId, ...asked }),
  );
  if (externalIds.length === 0) {
    return problem('conflict', 'None of these products is set aside any more: there is nothing to retry.');
  }

  const started = await startForCaller(
    services,
    caller,
    found.store,
    { mode: 'refresh', externalIds },
    { action: 'rejected_products_retried', metadata: { products: externalIds.length } },
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
