import { z } from 'zod';
import { getStore } from '../../../stores/read-stores';
import { publicAddress } from '../../../stores/store-view';
import { startRun } from '../../actions/start-run';
import { accepted } from '../../http/answer';
import { noSuchStore, problem } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';
import { RunAccepted } from '../../schemas/run';

export const postStoreVerify = route({
  method: 'post',
  path: '/v1/stores/:id/verify',
  who: 'integrations:manage',
  summary: 'Compare the catalogue with a store',
  description: 'A dry full run: its differences say where the catalogue is not equal to the store. Nothing is written.',
  params: z.strictObject({ id: Id }),
  answers: { 202: RunAccepted },
  problems: ['conflict'],

  async handle({ caller, params, services }) {
    const tenantId = caller.tenant.id;
    const store = await services.database.withTenant(tenantId, (sql) => getStore(sql, params.id));
    if (!store) return noSuchStore(params.id);
    if (store.status === 'disconnected') {
      return problem('conflict', `Store ${store.id} is disconnected: connect it again with POST /v1/stores.`);
    }
    const { id: storeId, name: storeName, platform } = store;
    const started = await startRun(
      services,
      caller,
      { tenantId, storeId, platform, mode: 'full', dryRun: true, trigger: 'api', storeName },
      { action: 'store_verified', metadata: { store_id: storeId, ...publicAddress(store) } },
    );
    if (started.kind === 'problem') return started;
    const { workflowId, runId, alreadyRunning } = started;
    return accepted({
      status: 'accepted',
      message: alreadyRunning
        ? 'A dry run of the store is under way already'
        : 'The store is compared with the catalogue',
      workflow_id: workflowId,
      run_id: runId,
    });
  },
});
