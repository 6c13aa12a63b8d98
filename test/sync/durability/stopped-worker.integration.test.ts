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

function startWorker(): WorkerProcess {
  const worker = startWorkerProcess(world);
  processes.push(worker);
  return worker;
}

it('I4 a worker that is told to end hands its work over, and the run does not fail', async () => {
  const stopped = startWorker();
  const started = await world.start(store);
  await world.whenRun(store, started.runId, 'merged some pages', ({ pages }) => pages.merged >= 3);

  const next = startWorker();
  expect(await stopped.end('SIGTERM')).toBe(0);
  const run = await world.ended(store, started);

  expect(run).toMatchObject({ status: 'completed', attempt: 1, products: { seen: 1_000, created: 1_000 } });
  expect(await next.end('SIGTERM')).toBe(0);
});
