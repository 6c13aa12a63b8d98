import { type ShopifySimulator, startShopifySimulator } from '../../simulators/shopify/start';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import { TASK_QUEUE } from '../../src/model/workflow-ids';
import { API_OPERATOR_KEY, type ApiProcess, startApiProcess } from '../support/api-process';
import { useOwnNamespace } from '../support/own-namespace';
import { patient } from '../support/patience';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';
import {
  endOf,
  type HostileStore,
  type HostileWorld,
  hostileStores,
  newTenant,
  readRun,
  startSync,
  storeStatuses,
  whenAllEnded,
} from './world/hostile-world';
import { quietNeighbour } from './world/neighbour';
import { useOfProcess } from './world/use-of-process';

/** MB, the most that each ever held: half as much again as was measured. */
const MOST_MEMORY = { worker: 800, api: 400 };
const ENDS_WITHIN_MS = 200_000;

/** Of each platform: in all more than 30, in one tenant, which are three times a worker's places. */
const MORE_HANGING = 13;

let service: SyncWorld;
let wooCommerce: WooCommerceSimulator;
let shopify: ShopifySimulator;
let api: ApiProcess;
let worker: WorkerProcess;
let played: Awaited<ReturnType<typeof play>>;

beforeAll(
  async () => {
    await useOwnNamespace();
    service = await startSyncWorld({ taskQueue: TASK_QUEUE, withoutWorker: true });
    [wooCommerce, shopify] = await Promise.all([startWooCommerceSimulator(), startShopifySimulator()]);
    const workerEnvironment = { ...service.workerEnvironment, SHOPIFY_ORIGIN_TEMPLATE: shopify.originTemplate };
    worker = startWorkerProcess({ workerEnvironment });
    api = await startApiProcess({ workerEnvironment });
    played = await play({ apiUrl: api.url, operatorKey: API_OPERATOR_KEY, wooCommerce, shopify });
  },
  patient(ENDS_WITHIN_MS * 2),
);

afterAll(async () => {
  await Promise.all([worker?.end('SIGKILL'), api?.kill()]);
  await Promise.all([wooCommerce?.close(), shopify?.close(), service?.close()]);
}, patient(60_000));

it('ends the sync of each hostile store as it should', async () => {
  const { ending } = played;
  const ended = await Promise.all(ending.map(async ({ store, runId }) => [store.name, await endOf(store, runId)]));
  expect(Object.fromEntries(ended)).toEqual(Object.fromEntries(ending.map(({ store }) => [store.name, store.ends])));
});

it('goes on with the syncs of stores that hold them up, and asks those stores seldom', async () => {
  const { goingOn, hanging, startedAt } = played;
  const minutes = Math.ceil((performance.now() - startedAt) / 60_000);
  const tooMuchAsked = [...goingOn, ...hanging].flatMap(({ store: { name, ends }, asked }) =>
    'goes_on' in ends && asked() > ends.asks * minutes ? `${name}: ${asked()} requests in ${minutes} min` : [],
  );
  expect(tooMuchAsked).toEqual([]);

  const runs = await Promise.all(
    [...goingOn, ...hanging].map(async ({ store, runId }) => [store.name, await readRun(store.tenant, runId)] as const),
  );
  expect(runs.flatMap(([name, { finished_at, status }]) => (finished_at === null ? [] : `${name}: ${status}`))).toEqual(
    [],
  );
});

it('leaves each hostile store connected, for when it behaves', async () => {
  const statuses = await Promise.all(played.tenants.map(storeStatuses));
  expect(statuses.flat().filter((status) => status !== 'active')).toEqual([]);
});

it('syncs the stores of a neighbour right meanwhile, and answers what the neighbour asks', () => {
  const { syncs, answers } = played;
  expect(syncs.flatMap(({ faults }) => faults)).toEqual([]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

it('keeps the worker and the API as they were started, in little memory', () => {
  expect(useOfProcess(worker.pid)?.mostMemory).toBeLessThan(MOST_MEMORY.worker);
  expect(useOfProcess(api.pid)?.mostMemory).toBeLessThan(MOST_MEMORY.api);
});

/** Syncs every hostile store at once and the neighbour's beside, until those that end have ended. */
async function play(world: HostileWorld) {
  // Those that hang hold up others of their tenant, and no other tenant's.
  const [endingTenant, goingOnTenant, hangingTenant] = [
    await newTenant(world, 'Ends'),
    await newTenant(world, 'Goes on'),
    await newTenant(world, 'Hangs'),
  ];
  const neighbour = await quietNeighbour(world, { woo: 250, shopify: 120 });
  const hangingStores = await hostileStores(world, hangingTenant, ({ ends }) => 'goes_on' in ends && ends.hangs);
  for (let each = 0; each < MORE_HANGING; each++) {
    hangingStores.push(...(await hostileStores(world, hangingTenant, ({ name }) => name === 'requests that hang')));
  }
  const goingOnStores = await hostileStores(world, goingOnTenant, ({ ends }) => 'goes_on' in ends && !ends.hangs);
  const endingStores = await hostileStores(world, endingTenant, ({ long, ends }) => !(long || 'goes_on' in ends));

  const startedAt = performance.now();
  const [hanging, goingOn, ending] = [
    await started(hangingStores),
    await started(goingOnStores),
    await started(endingStores),
  ];
  const answers: { status: number }[] = [];
  const syncs: { faults: string[] }[] = [];
  const syncTwice = async () => {
    for (let each = 0; each < 2; each++) syncs.push(await neighbour.sync(patient(ENDS_WITHIN_MS)));
  };
  await Promise.all([
    syncTwice(),
    whenAllEnded(endingTenant, patient(ENDS_WITHIN_MS), async () => {
      answers.push(await neighbour.ask());
    }),
  ]);
  await until('each that holds up its sync to be asked', () => goingOn.every(({ asked }) => asked() > 0));
  return { startedAt, tenants: [endingTenant, goingOnTenant, hangingTenant], hanging, goingOn, ending, answers, syncs };
}

function started(stores: readonly HostileStore[]) {
  return Promise.all(
    stores.map(async (store) => {
      const before = store.requests();
      return { store, runId: await startSync(store), asked: () => store.requests() - before };
    }),
  );
}
