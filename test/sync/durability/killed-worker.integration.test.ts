import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process';

let world: SyncWorld;
let shop: WooShop;
let store: Store;
const processes: WorkerProcess[] = [];

beforeEach(async () => {
  world = await startSyncWorld({ withoutWorker: true });
  ({ shop, store } = await world.wooCommerce({ products: 1_000, variableShare: 0 }));
  // Two pages a batch: the run is seen in its middle.
  shop.faults.add({ path: 'offset=', answer: { delayMs: 220 } });
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((each) => each.end('SIGKILL')));
  await world.close();
});

/** How far a page begins behind the one before. */
const STEP = 98;

const offsetsAsked = (since: number) =>
  shop.requestLog.slice(since).flatMap(({ path }) => {
    const offset = /offset=(\d+)&/.exec(path)?.[1];
    return offset === undefined ? [] : [Number(offset)];
  });

function startWorker(): WorkerProcess {
  const worker = startWorkerProcess(world);
  processes.push(worker);
  return worker;
}

// Up to 15 s pass until Temporal misses the heartbeats of what the killed worker had in hand.
it('I4 a worker killed with -9 costs seconds: another one goes on and asks for no merged page again', async () => {
  const killed = startWorker();
  const started = await world.start(store);
  await world.whenRun(store, started.runId, 'merged some pages', ({ pages }) => pages.merged >= 3);

  await killed.end('SIGKILL');
  const asked = shop.requestLog.length;
  const { merged } = (await world.run(store, started.runId)).pages;
  startWorker();
  const run = await world.ended(store, started);

  expect(run).toMatchObject({ status: 'completed', attempt: 1, error: null });
  expect(run.products).toMatchObject({ seen: 1_000, created: 1_000, missing: 0 });
  expect((await world.catalogue(store).products()).size).toBe(1_000);
  expect(Math.min(...offsetsAsked(asked))).toBeGreaterThanOrEqual(merged * STEP);
});
