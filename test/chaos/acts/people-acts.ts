import { z } from 'zod';
import { syncAllStoresId, syncProductsId } from '../../../src/model/workflow-ids';
import { isBraked, runsOfStore } from '../world/runs-of-store';
import type { ChaosStore, ChaosWorld } from '../world/start-world';
import type { Acts } from './acts';
import { storeAt } from './trigger-acts';

const Anything = z.unknown();
const Missing = z.object({ items: z.array(z.object({ external_id: z.string() })) });

/** What people do with runs that are under way or wait for them, by the API and in Temporal's Web UI. */
export const peopleActs: Pick<
  Acts,
  'cancel' | 'cancel_sweep' | 'pause' | 'resume' | 'retry_now' | 'terminate' | 'approve' | 'reject' | 'accept_brake'
> = {
  async cancel(world, { store }) {
    const at = storeAt(world, store);
    const run = (await runsOfStore(at)).find(
      ({ finished_at, status }) => finished_at === null && status !== 'awaiting_approval',
    );
    if (run === undefined) return false;
    await at.api.post(`/v1/sync-runs/${run.id}/cancel`, Anything);
    return true;
  },
  async cancel_sweep({ temporal }) {
    await temporal.ask((client) => client.workflow.getHandle(syncAllStoresId(null)).cancel());
    return true;
  },
  pause: (world, { store }) => signal(world, storeAt(world, store), 'pause'),
  resume: (world, { store }) => signal(world, storeAt(world, store), 'resume'),
  retry_now: (world, { store }) => signal(world, storeAt(world, store), 'retryNow'),
  async terminate({ temporal, ...world }, { store }) {
    const { platform, id } = storeAt({ temporal, ...world }, store);
    await temporal.ask((client) => client.workflow.getHandle(syncProductsId(platform, id)).terminate('chaos'));
    return true;
  },
  async approve(world, { store, share }) {
    const { api, ...at } = storeAt(world, store);
    const [run] = await runsOfStore({ api, ...at }, 'awaiting_approval');
    if (run === undefined) return false;
    const path = `/v1/sync-runs/${run.id}`;
    if (share === 1) {
      await api.post(`${path}/approve`, Anything, {});
      return true;
    }
    const { items } = await api.get(`${path}/missing?limit=200`, Missing);
    const some = items.slice(0, Math.max(1, Math.floor(items.length * share))).map(({ external_id }) => external_id);
    await api.post(`${path}/approve`, Anything, { external_ids: some });
    return true;
  },
  async reject(world, { store }) {
    const at = storeAt(world, store);
    const [run] = await runsOfStore(at, 'awaiting_approval');
    if (run === undefined) return false;
    await at.api.post(`/v1/sync-runs/${run.id}/reject`, Anything);
    return true;
  },
  async accept_brake(world, { store }) {
    const at = storeAt(world, store);
    const [latest] = await runsOfStore(at);
    if (latest === undefined || !isBraked(latest)) return false;
    await at.api.post(`/v1/sync-runs/${latest.id}/approve`, Anything, {});
    return true;
  },
};

/** Without a run id, as the Web UI sends it: whatever runs is meant. */
async function signal({ temporal }: ChaosWorld, { platform, id }: ChaosStore, name: string): Promise<boolean> {
  await temporal.ask((client) => client.workflow.getHandle(syncProductsId(platform, id)).signal(name));
  return true;
}
