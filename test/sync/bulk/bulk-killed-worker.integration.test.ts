import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process';

let world: SyncWorld;
const processes: WorkerProcess[] = [];
beforeAll(async () => {
  world = await startSyncWorld({ withoutWorker: true });
});
afterAll(async () => {
  await Promise.all(processes.map((each) => each.end('SIGKILL')));
  await world.close();
});

function startWorker(): WorkerProcess {
  const worker = startWorkerProcess(world);
  processes.push(worker);
  return worker;
}

// Up to 15 s pass until Temporal misses the heartbeats of what the killed worker had in hand.
it('I4 a worker killed in the middle of a bulk download is followed by one that goes on from there, with the same operation', async () => {
  const { shop, store } = await world.shopify({ products: 300 });
  await world.configure(store, { bulk_above: { products: 10 } });
  shop.faults.add({ match: 'bulk-files', times: 1, answer: { truncate: true } });
  shop.faults.add({ match: 'bulk-files', times: 1, answer: { hang: true } });
  const downloads = () => shop.requestLog.filter(({ path }) => path.startsWith('/bulk-files'));

  const killed = startWorker();
  const started = await world.start(store);
  await until('the download hangs in its middle', () => downloads().length === 2);
  await killed.end('SIGKILL');
  startWorker();
  const run = await world.ended(store, started);

  expect(run).toMatchObject({
    status: 'completed',
    reader: 'bulk',
    attempt: 1,
    products: { created: 300, missing: 0 },
  });
  expect(downloads().map(({ status }) => status)).toEqual([200, 0, 206]);
  expect(shop.bulk.all().map(({ status }) => status)).toEqual(['COMPLETED']);
});
