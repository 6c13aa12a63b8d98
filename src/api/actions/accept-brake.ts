import { BRAKES, type Brake } from '../../model/run-errors';
import type { RunView } from '../../runs/list-runs';
import { getStore } from '../../stores/read-stores';
import { publicAddress } from '../../stores/store-view';
import { type Answer, accepted } from '../http/answer';
import type { TenantCaller } from '../http/caller';
import { noSuchStore, problem } from '../http/problem';
import type { ApiServices } from '../http/services';
import { startRun } from './start-run';

/** The brake that a run failed on; null when it did not. */
export function brakeOf(run: RunView): Brake | null {
  return BRAKES.find((brake) => run.status === 'failed' && run.error?.type === brake) ?? null;
}

/** Somebody looked and says that it is right: a new run of the store goes through what stopped the other one. */
export async function acceptBrake(
  services: ApiServices,
  caller: TenantCaller,
  run: RunView,
  brake: Brake,
): Promise<Answer> {
  const tenantId = caller.tenant.id;
  const store = await services.database.withTenant(tenantId, (sql) => getStore(sql, run.store_id));
  if (!store) return noSuchStore(run.store_id);
  if (store.status === 'disconnected') {
    return problem('conflict', `Store ${store.id} is disconnected: connect it again with POST /v1/stores.`);
  }
  const { id: storeId, name: storeName, platform } = store;
  const started = await startRun(
    services,
    caller,
    { tenantId, storeId, platform, mode: 'full', trigger: 'api', storeName, accepted: [brake] },
    { action: 'brake_accepted', metadata: { run_id: run.id, brake, store_id: storeId, ...publicAddress(store) } },
  );
  if (started.kind === 'problem') return started;
  const { workflowId, runId, alreadyRunning } = started;
  if (alreadyRunning) {
    return problem(
      'conflict',
      'Another run of the store is under way, which has the brake on: wait for it, or cancel it.',
      {
        more: { running: { run_id: runId, workflow_id: workflowId, mode: started.run.mode } },
      },
    );
  }
  return accepted({
    status: 'accepted',
    message: 'A new run goes through what stopped this one',
    workflow_id: workflowId,
    run_id: runId,
  });
}
