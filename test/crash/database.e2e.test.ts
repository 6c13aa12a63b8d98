import { Client } from 'pg';
import type { Store } from '../../src/stores/store';
import { type OwnServer, useOwnPostgres } from '../support/own-servers';
import { patient } from '../support/patience';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { expectRight } from './outcome';
import { record } from './record';
import { runThroughCrashes } from './run-through-crashes';
import { TIMES } from './times';

let postgres: OwnServer;
let world: SyncWorld;
beforeAll(async () => {
  postgres = await useOwnPostgres();
});
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
    const { scene, outcome, more } = await runThroughCrashes(world, times, (store) =>
      holdingBackTheMerge(store, () => postgres.crash()),
    );
    record('PostgreSQL', times, outcome, more);
    expectRight(outcome, scene);
    expect(world.log.filter((line) => line.includes('"pages_lost"')).length).toBeGreaterThanOrEqual(times);
    expect(more).toBeLessThanOrEqual(times * REQUESTS_A_CRASH);
  },
  patient(240_000),
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
