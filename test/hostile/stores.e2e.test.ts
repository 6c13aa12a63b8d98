import { type ShopifySimulator, startShopifySimulator } from '../../simulators/shopify/start';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import { TASK_QUEUE } from '../../src/model/workflow-ids';
import { API_OPERATOR_KEY, type ApiProcess, startApiProcess } from '../support/api-process';
import { useOwnNamespace } from '../support/own-namespace';
import { patient } from '../support/patience';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';
import {
  endOfRun,
  type HostileStore,
  type HostileWorld,
  hostileStores,
  newTenant,
  startSync,
} from './world/hostile-world';
import { type Neighbour, quietNeighbour } from './world/neighbour';
import { useOfProcess } from './world/use-of-process';

/** MB. An idle one has 200. */
const MOST_MEMORY = { worker: 900, api: 500 };
const ENDS_WITHIN_MS = 240_000;

let service: SyncWorld;
let world: HostileWorld;
let wooCommerce: WooCommerceSimulator;
let shopify: ShopifySimulator;
let api: ApiProcess;
let worker: WorkerProcess;
let neighbour: Neighbour;

beforeAll(async () => {
  await useOwnNamespace();
  service = await startSyncWorld({ taskQueue: TASK_QUEUE, withoutWorker: true });
  [wooCommerce, shopify] = await Promise.all([startWooCommerceSimulator(), startShopifySimulator()]);
  const workerEnvironment = { ...service.workerEnvironment, SHOPIFY_ORIGIN_TEMPLATE: shopify.originTemplate };
  worker = startWorkerProcess({ workerEnvironment });
  api = await startApiProcess({ workerEnvironment });
  world = { apiUrl: api.url, operatorKey: API_OPERATOR_KEY, wooCommerce, shopify };
  neighbour = await quietNeighbour(world, { woo: 250, shopify: 120 });
}, patient(120_000));

afterAll(async () => {
  await Promise.all([worker?.end('SIGKILL'), api?.kill()]);
  await Promise.all([wooCommerce?.close(), shopify?.close(), service?.close()]);
}, patient(60_000));

it(
  'ends the sync of each hostile store as it should, beside a neighbour who notices nothing',
  async () => {
    const stores = await hostileStores(world, await newTenant(world, 'Hostile'), ({ long }) => !long);
    const runs = await Promise.all(stores.map(async (store) => ({ store, runId: await startSync(store) })));
    const beside = await neighbour.sync(patient(ENDS_WITHIN_MS));
    const requests = await Promise.all(Array.from({ length: 20 }, () => neighbour.ask()));

    const ended = await Promise.all(runs.map(({ store, runId }) => endOf(store, runId)));
    expect(Object.fromEntries(ended)).toEqual(Object.fromEntries(stores.map(({ name, ends }) => [name, ends])));
    expect(beside.faults).toEqual([]);
    expect(requests.map(({ status }) => status)).toEqual(requests.map(() => 200));
    console.log(beside.seconds, useOfProcess(worker.pid), useOfProcess(api.pid));
    expect(useOfProcess(worker.pid)?.memory).toBeLessThan(MOST_MEMORY.worker);
    expect(useOfProcess(api.pid)?.memory).toBeLessThan(MOST_MEMORY.api);
  },
  patient(ENDS_WITHIN_MS * 2),
);

/** In the words of the table: what is expected of one that goes on is that it does, and asks its store seldom enough. */
async function endOf(store: HostileStore, runId: string) {
  const { name, ends } = store;
  return [name, await endOfRun(store, runId, 'goes_on' in ends ? 0 : patient(ENDS_WITHIN_MS))] as const;
}
