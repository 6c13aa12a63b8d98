import { rejectedIds } from '../../catalog/rejected/list-rejected';
import { askForRun } from '../../runs/start-run';
import { type Answer, accepted } from '../http/answer';
import { actorOf, type TenantCaller } from '../http/caller';
import { problem } from '../http/problem';
import type { ApiServices } from '../http/services';
import { connectedStore } from './connected-store';
import { startForCaller } from './start-for-caller';

const NOTHING_TO_RETRY = problem(
  'conflict',
  'None of these products is set aside any more: there is nothing to retry.',
);

/** Reads products again that were set aside (I7): those asked for, else all of the run or the store. */
export async function retryRejected(
  services: ApiServices,
  caller: TenantCaller,
  { storeId, ...products }: { storeId: string; runId?: string; externalIds?: string[] | undefined },
): Promise<Answer> {
  const found = await services.database.withTenant(caller.tenant.id, async (sql) => {
    const connected = await connectedStore(sql, storeId);
    if (connected.kind === 'problem') return connected;
    const externalIds = await rejectedIds(sql, { storeId, ...products });
    if (externalIds.length === 0) return NOTHING_TO_RETRY;
    const metadata = { products: externalIds.length, ...(products.runId && { of_run: products.runId }) };
    const audit = { action: 'rejected_products_retried', actor: actorOf(caller), metadata } as const;
    return { ...connected, externalIds, asked: await askForRun(sql, connected.store, audit) };
  });
  if (found.kind === 'problem') return found;

  const { store, externalIds, asked } = found;
  const started = await startForCaller(services, store, { mode: 'refresh', externalIds }, asked, () => false);
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
