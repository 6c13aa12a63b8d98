import { patient } from '../support/patience';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';
import { type DueWorld, dueWorld } from '../sync/due/due-world';
import { changedBy, type OldStore, oldWooCommerce } from '../sync/incremental/store-of-old-products';

let world: SyncWorld;
let due: DueWorld;
let one: OldStore;
const workers: WorkerProcess[] = [];

beforeEach(async () => {
  world = await startSyncWorld();
  due = dueWorld(world);
  one = await oldWooCommerce(world);
  await world.sync(one.store);
  await world.stopWorker();
  one.reprice(one.ids[0] ?? '', '91.50');
  await due.makeDue(one.store, { next_incremental_at: new Date(Date.now() - 1_000).toISOString() });
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')));
  await world.close();
});

async function killedAt(fault: 'looked-not-started:kill' | 'run-requested:kill'): Promise<void> {
  const dying = startWorkerProcess(world, fault);
  workers.push(dying);
  await dying.ended();
}

it(
  'I4 a worker that is killed between a look with news and the start of a run loses no news',
  async () => {
    const before = await due.row(one.store);
    const { ended } = await due.startSweep();
    for (let kills = 0; kills < 2; kills++) {
      await killedAt('looked-not-started:kill');
      expect(await due.row(one.store)).toEqual(before);
      expect(await due.runs(one.store)).toHaveLength(1);
    }
    await world.startWorker();

    expect((await ended).platforms.woocommerce).toMatchObject({ news: 1, started: { incremental: 1 } });
    const run = await due.lastRun(one.store);
    expect(run).toMatchObject({ mode: 'incremental', trigger: 'schedule', status: 'completed' });
    expect(await changedBy(world, one.store, run.id)).toEqual([one.ids[0]]);
  },
  patient(240_000),
);

it(
  'I3 I4 a worker that is killed when a run is started and has no row yet leaves it to bring what changed, once',
  async () => {
    const { ended } = await due.startSweep();
    await killedAt('run-requested:kill');
    await world.startWorker();
    await ended;

    await due.lastRun(one.store);
    // What was read within the overlap is news once more for the try that looks again.
    const runs = (await due.runs(one.store)).filter(({ trigger }) => trigger === 'schedule');
    expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 'completed'));
    const changed = await Promise.all(runs.map(({ id }) => changedBy(world, one.store, id)));
    expect(changed.flat()).toEqual([one.ids[0]]);
  },
  patient(240_000),
);
