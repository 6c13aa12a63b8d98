import type { FaultPoint } from '../../src/process/fault-points';
import type { Store } from '../../src/stores/store';
import { patient } from '../support/patience';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { asOwner, queryAs } from '../support/test-database';
import { until } from '../support/until';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';
import { expectRight, type Outcome, readOutcome, rowVersions } from './outcome';
import { record } from './record';
import { type Scene, wooScene } from './scene';

/** Here nobody has heard of the batch that the worker has in hand. */
const FETCHING = ['page-fetched', 'pages-staged'] as const satisfies FaultPoint[];
const MERGING = ['page-uncommitted', 'page-merged'] as const satisfies FaultPoint[];
const POINTS = [...FETCHING, ...MERGING];

type Point = (typeof POINTS)[number];

const IN_TIME = 90_000;

interface Played {
  scene: Scene;
  outcome: Outcome;
  /** Batches in the manifest that were fetched before the worker halted. */
  fetchedBefore: number;
  exitCode: number | null;
}

/** The worker halts at the point, another one goes on, and in the middle of that the first one wakes up. */
async function play(point: Point): Promise<Played> {
  const world = await startSyncWorld();
  let halting: WorkerProcess | null = null;
  try {
    const scene = await wooScene(world, { products: 1_450 });
    const { store } = scene;
    await world.sync(store);
    await world.stopWorker();
    const before = await rowVersions(world, store);
    scene.change();

    halting = startWorkerProcess(world, `${point}:hang`);
    const { runId } = await world.start(store);
    await halting.halted();
    const upTo = await lastObservation(world);
    await world.startWorker();
    if (point === 'page-uncommitted') {
      await until('the other one to wait for the store’s lock', () => isLockAwaited(world, store), IN_TIME);
    } else {
      await world.whenRun(store, runId, 'goes on', ({ pages }) => pages.merged >= 4, IN_TIME);
    }
    halting.wake();
    if (point === 'page-fetched') {
      await until('the late page to be staged', async () => (await batchesUpTo(world, store, upTo)).staged > 0);
    }
    await world.whenRun(store, runId, 'is over', ({ finished_at }) => finished_at !== null, IN_TIME);

    const { merged } = await batchesUpTo(world, store, upTo);
    const exitCode = await halting.end('SIGTERM');
    return { scene, outcome: await readOutcome(world, scene, runId, before), fetchedBefore: merged, exitCode };
  } finally {
    await halting?.end('SIGKILL');
    await world.close();
  }
}

const played = new Map<Point, Promise<Played>>();
beforeAll(() => {
  for (const point of POINTS) played.set(point, play(point));
});
afterAll(() => Promise.allSettled(played.values()));

it.each(POINTS)(
  'I4 I12 an attempt that halts at %s and wakes up late changes nothing',
  async (point) => {
    const { scene, outcome, exitCode } = (await played.get(point)) as Played;
    record(`${point} (halted, woken up late)`, 1, outcome, null);

    expectRight(outcome, scene);
    expect(exitCode).toBe(0);
  },
  patient(300_000),
);

it.each(FETCHING)(
  'I4 what an attempt had in hand that halted at %s is never merged',
  async (point) => {
    expect((await played.get(point))?.fetchedBefore).toBe(0);
  },
  patient(300_000),
);

/** Observations are taken before a request is sent: whatever is in hand now has one up to this. */
async function lastObservation({ databaseUrl }: SyncWorld): Promise<number> {
  const { rows } = await queryAs(asOwner(databaseUrl), 'select last_value from observations');
  return Number(rows[0].last_value);
}

/** Of the last run. The first one’s observations are lower too, and its batches are of another run. */
async function batchesUpTo(world: SyncWorld, { tenantId, id }: Store, observation: number) {
  return world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ staged: number; merged: number }>`
      select (select count(distinct batch_id)::int from staged_pages
               where tenant_id = ${tenantId}::uuid and run_id = s.current_run and observation <= ${observation}::bigint) as staged,
             (select count(distinct batch_id)::int from sync_pages
               where tenant_id = ${tenantId}::uuid and run_id = s.current_run and observation <= ${observation}::bigint) as merged
        from stores s where s.tenant_id = ${tenantId}::uuid and s.id = ${id}::uuid`;
    if (rows[0] === undefined) throw new Error(`there is no store ${id}`);
    return rows[0];
  });
}

async function isLockAwaited(world: SyncWorld, { tenantId }: Store): Promise<boolean> {
  return world.database.withTenant(tenantId, async (sql) => {
    const { rowCount } = await sql`
      select from pg_locks
       where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`;
    return rowCount !== 0;
  });
}
