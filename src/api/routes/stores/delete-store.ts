import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { refreshProductsId, syncProductsId } from '../../../model/workflow-ids';
import { disconnectStore } from '../../../stores/disconnect-store';
import { getStore } from '../../../stores/read-stores';
import { publicAddress } from '../../../stores/store-view';
import { cancelRun } from '../../../temporal/control-run';
import { firstRunIdUnderWay } from '../../../temporal/start-once';
import { noContent } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { noSuchStore } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';

export const deleteStore = route({
  method: 'delete',
  path: '/v1/stores/:id',
  operationId: 'disconnectStore',
  who: 'integrations:manage',
  summary: 'Disconnect a store',
  description: 'Its running run is cancelled and its credentials are destroyed; products stay as they are.',
  params: z.strictObject({ id: Id }),
  answers: { 204: null },

  async handle({ caller, params, services }) {
    const { database, temporal } = services;
    const tenantId = caller.tenant.id;
    const store = await database.withTenant(tenantId, (sql) => getStore(sql, params.id));
    if (!store) return noSuchStore(params.id);

    for (const workflowId of [syncProductsId(store.platform, store.id), refreshProductsId(store.platform, store.id)]) {
      const runId = await firstRunIdUnderWay(temporal, workflowId);
      if (runId !== null) await cancelRun(temporal, { workflowId, runId });
    }
    await database.withTenant(tenantId, async (sql) => {
      await disconnectStore(sql, store.id);
      await writeAuditLog(sql, {
        tenantId,
        action: 'store_disconnected',
        actor: actorOf(caller),
        metadata: { store_id: store.id, ...publicAddress(store) },
      });
    });
    return noContent();
  },
});
