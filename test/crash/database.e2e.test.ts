import { Client } from 'pg';
import type { Store } from '../../src/tenants/stores/store';
import { type OwnServer, useOwnPostgres } from '../support/own-servers';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { expectRight, readOutcome, rowVersions } from './outcome';
import { record } from './record';
import { requestsIn } from './requests-in';
import { wooScene } from './scene';
import { TIMES } from './times';

let postgres: OwnServer;
let world: SyncWorld;
beforeAll(async () => {
  postgres = await useOwnPostgres();
}, 60_000);
beforeEach(async () => {
  world = await startSyncWorld();
});
afterEach(() => world.close());
afterAll(() => postgres.stop());

/**
 * Pages, two a batch: the one that was staged; the one behind it, whose fetch was broken off, repeated, and broken
 * off again when staged pages turned out to be lost. Each of these three had asked for a page ahead.
 */
const REQUESTS_A_CRASH = 11;

it.each(TIMES)(
  'I4 a run goes on by itself when PostgreSQL crashes in its middle and loses the staged pages, %i times in a row',
  async (times) => {
    const scene = await wooScene(world, { products: 1_450 });
    const { store } = scene;
    await world.sync(store);
    const before = await rowVersions(world, store);
    const undisturbed = await requestsIn(scene, () => world.sync(store));
    expect(await rowVersions(world, store)).toEqual(before);
    scene.change();

    let runId = '';
    const disturbed = await requestsIn(scene, async () => {
      const started = await world.start(store);
      runId = started.runId;
      for (let crash = 1; crash <= times; crash++) {
        await world.whenRun(store, runId, 'merged some pages', ({ pages }) => pages.merged >= 2 * crash, 60_000);
        await holdingBackTheMerge(store, () => postgres.crash());
      }
      await world.ended(store, started);
    });

    const outcome = await readOutcome(world, scene, runId, before);
    const more = disturbed - undisturbed - scene.gone.length; // what is gone is asked for, one by one
    record('PostgreSQL', times, outcome, more);
    expectRight(outcome, scene);
    expect(world.log.filter((line) => line.includes('"pages_lost"')).length).toBeGreaterThanOrEqual(times);
    expect(more).toBeLessThanOrEqual(times * REQUESTS_A_CRASH);
  },
  240_000,
);

/** Has the database crash while a batch is staged, and its merge waits for the store’s lock. */
async function holdingBackTheMerge(store: Store, crash: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: world.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [store.id]);
  await until('the merge to wait', async () => {
    const waiting = await client.query(`select from pg_locks where locktype = 'advisory' and not granted
       and database = (select oid from pg_database where datname = current_database())`);
    return waiting.rowCount !== 0;
  });
  await crash();
  await client.end().catch(() => undefined);
}
