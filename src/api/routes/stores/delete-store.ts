import { z } from 'zod';
import { noteAsked, noteOutcome } from '../../../logs/audit-log';
import { refreshHintsId, refreshProductsId, syncProductsId } from '../../../model/workflow-ids';
import { platforms } from '../../../platforms/platforms';
import { carryOut } from '../../../runs/carry-out';
import { disconnectStore } from '../../../stores/disconnect-store';
import { getStore } from '../../../stores/read-stores';
import type { Store } from '../../../stores/store';
import { publicAddress } from '../../../stores/store-view';
import { leaveStore } from '../../../stores/webhooks/leave-store';
import type { TemporalClient } from '../../../temporal/connect-client';
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
  description:
    'Its running run is cancelled, our webhooks are taken away there where the key may write and the store answers, and its credentials are destroyed; products stay as they are.',
  params: z.strictObject({ id: Id }),
  audits: ['store_disconnected'],
  answers: { 204: null },

  async handle({ caller, params, services }) {
    const { database, temporal, sealer, surroundings, publicUrl } = services;
    const tenantId = caller.tenant.id;
    const found = await database.withTenant(tenantId, async (sql) => {
      const store = await getStore(sql, params.id);
      if (!store) return null;
      const metadata = { store_id: store.id, ...publicAddress(store) };
      const entry = { tenantId, action: 'store_disconnected', actor: actorOf(caller), metadata } as const;
      return { store, asked: await noteAsked(sql, entry) };
    });
    if (!found) return noSuchStore(params.id);

    const { store, asked } = found;
    const cancelled = await carryOut(database, asked, () => cancelAll(temporal, store));
    const webhooks = await leaveStore({ database, sealer, platforms, surroundings }, store, publicUrl);
    await database.withTenant(tenantId, async (sql) => {
      await disconnectStore(sql, store.id);
      await noteOutcome(sql, asked, 'done', { cancelled, webhooks });
    });
    return noContent();
  },
});

/** Answers the ids of the runs that were cancelled. */
async function cancelAll(temporal: TemporalClient, { platform, id }: Store): Promise<string[]> {
  const cancelled: string[] = [];
  for (const idOf of [syncProductsId, refreshProductsId, refreshHintsId]) {
    const workflowId = idOf(platform, id);
    const runId = await firstRunIdUnderWay(temporal, workflowId);
    if (runId !== null && (await cancelRun(temporal, { workflowId, runId }))) cancelled.push(runId);
  }
  return cancelled;
}
