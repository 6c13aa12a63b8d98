import { z } from 'zod';
import { MAINTENANCE_ID } from '../../../src/model/workflow-ids';
import { scheduleId } from '../../../src/temporal/schedules';
import { startSync } from '../../../src/temporal/start-sync';
import { itemAt } from '../shops/chaos-shop';
import type { ChaosStore, ChaosWorld } from '../world/start-world';
import type { Acts } from './acts';

const Anything = z.unknown();

export const storeAt = ({ stores }: ChaosWorld, place: number) => stores[place] as ChaosStore;

/** What starts runs, from all sides. */
export const triggerActs: Pick<
  Acts,
  'sync' | 'sync_changes' | 'sync_lean' | 'verify' | 'sweep' | 'refresh' | 'retry_rejected' | 'reconnect' | 'maintain'
> = {
  async sync(world, { store }) {
    const { api, id, platform } = storeAt(world, store);
    await api.post(`/v1/catalog/sync/${platform}`, Anything, { store_id: id });
    return true;
  },
  async sync_changes(world, { store }) {
    const { api, id, platform } = storeAt(world, store);
    await api.post(`/v1/catalog/sync/${platform}`, Anything, { store_id: id, mode: 'incremental' });
    return true;
  },
  async sync_lean(world, { store, mode }) {
    const { api, id, platform } = storeAt(world, store);
    await api.post(`/v1/catalog/sync/${platform}`, Anything, { store_id: id, mode });
    return true;
  },
  async verify(world, { store }) {
    const { api, id } = storeAt(world, store);
    await api.post(`/v1/stores/${id}/verify`, Anything);
    return true;
  },
  async sweep({ operator }, { platform }) {
    const path = platform === null ? '/v1/sync-all' : `/v1/schedules/${scheduleId(platform)}/trigger`;
    await operator.post(path, Anything);
    return true;
  },
  async refresh(world, { store, wheres }) {
    const { tenantId, id: storeId, platform, name: storeName, shop } = storeAt(world, store);
    const ids = shop.ids();
    const externalIds = [...new Set(wheres.flatMap((where) => itemAt(ids, where) ?? []))];
    if (externalIds.length === 0) return false;
    await startSync(world.temporal, {
      ...{ tenantId, storeId, platform, storeName, externalIds },
      mode: 'refresh',
      trigger: 'webhook',
    });
    return true;
  },
  async retry_rejected(world, { store }) {
    const { api, id } = storeAt(world, store);
    await api.post(`/v1/stores/${id}/rejected/retry`, Anything, {});
    return true;
  },
  async reconnect(world, { store }) {
    const { api, platform, shop } = storeAt(world, store);
    await api.post('/v1/stores', Anything, { platform, credentials: shop.credentials });
    return true;
  },
  async maintain({ temporal }) {
    await temporal.ask((client) => client.schedule.getHandle(MAINTENANCE_ID).trigger());
    return true;
  },
};
