import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';
import { inboxOf } from './inbox';

let world: SyncWorld;
const processes: WorkerProcess[] = [];
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(async () => {
  await Promise.all(processes.map((each) => each.end('SIGKILL')));
  await world.close();
});

// Up to 15 s pass until Temporal misses the heartbeats of what the killed worker had in hand.
it('I4 loses no hint with a worker that dies with a claim, and reads what was told meanwhile after it', async () => {
  const { shop, store } = await world.wooCommerce({ products: 5, variableShare: 0 });
  await world.sync(store);
  const inbox = inboxOf(world);
  const [id = ''] = [...shop.products.keys()];
  await world.stopWorker();
  shop.patch(id, { name: 'First' });
  const told = await inbox.put(store, [id], { key: 'same news' });
  await inbox.ring(store);

  const worker = startWorkerProcess(world, 'hints-merged:kill');
  processes.push(worker);
  await inbox.when(store, told, 'is claimed', ({ claimed_by: by }) => by !== null);
  // The same news once more, while nobody knows whether its read comes before it.
  const again = await inbox.put(store, [id], { key: 'same news' });
  await worker.ended();
  expect(await inbox.row(store, told)).toMatchObject({ state: 'pending', claimed_by: expect.any(String) });
  shop.patch(id, { name: 'Second' });
  await world.startWorker();
  await inbox.ring(store);

  const { run_id: runId } = await inbox.settled(store, told);
  expect(await inbox.settled(store, again)).toMatchObject({ state: 'refreshed', run_id: runId });
  expect((await world.catalogue(store).product(id)).title).toBe('Second');
});
