import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { platforms } from '../../../platforms/platforms';
import { connectStore } from '../../../stores/connect-store';
import type { Store } from '../../../stores/store';
import { publicAddress, storeView } from '../../../stores/store-view';
import { retryRunNow } from '../../../temporal/control-run';
import { startForCaller } from '../../actions/start-for-caller';
import { problemOfStore, STORE_PROBLEMS } from '../../actions/store-problem';
import { created, ok } from '../../http/answer';
import { actorOf, type TenantCaller } from '../../http/caller';
import { route } from '../../http/route';
import type { ApiServices } from '../../http/services';
import { StoreConnection } from '../../schemas/connection';
import { Id } from '../../schemas/fields';
import { StoreBody } from '../../schemas/store';

const ConnectedStore = z
  .strictObject({
    ...StoreBody.shape,
    sync: z
      .strictObject({ run_id: Id, workflow_id: z.string() })
      .optional()
      .meta({ description: 'Where it was asked for' }),
  })
  .meta({ id: 'ConnectedStore' });

export const postStore = route({
  method: 'post',
  path: '/v1/stores',
  operationId: 'connectStore',
  who: 'integrations:manage',
  summary: 'Connect a store, or renew its credentials',
  description: 'The credentials are tried first, and kept sealed. Connecting starts a sync only with `sync: true`.',
  body: StoreConnection,
  answers: { 200: ConnectedStore, 201: ConnectedStore },
  problems: STORE_PROBLEMS,

  async handle({ caller, body, services }) {
    const { database, sealer, surroundings } = services;
    const tenantId = caller.tenant.id;
    const { platform, name, credentials } = body;
    const outcome = await connectStore(
      { database, sealer, platforms, surroundings },
      { tenantId, platform, name, credentials },
    );
    if (outcome.kind !== 'connected') return problemOfStore(outcome);

    const { store } = outcome;
    await database.withTenant(tenantId, (sql) =>
      writeAuditLog(sql, {
        tenantId,
        action: outcome.created ? 'store_connected' : 'store_reconnected',
        actor: actorOf(caller),
        metadata: { store_id: store.id, platform, ...publicAddress(store) },
      }),
    );
    const sync = body.sync ? await fullSync(services, caller, store) : null;
    if (sync?.kind === 'problem') return sync;
    return (outcome.created ? created : ok)({ ...storeView(store), ...(sync && { sync: sync.ids }) });
  },
});

/** Repeated after a 503, the request finds the store connected and starts what it did not. */
async function fullSync(services: ApiServices, caller: TenantCaller, store: Store) {
  const started = await startForCaller(
    services,
    caller,
    store,
    { mode: 'full' },
    { action: `${store.platform}_sync_triggered` },
  );
  if (started.kind === 'problem') return started;
  if (started.run.waiting !== null) await retryRunNow(services.temporal, started);
  return { kind: 'started', ids: { run_id: started.runId, workflow_id: started.workflowId } } as const;
}
