import { Client } from 'pg';
import { type OwnServer, useOwnPostgres, useOwnTemporal } from '../support/own-servers';
import { patient } from '../support/patience';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { asOwner } from '../support/test-database';
import { until } from '../support/until';
import { expectRight, readOutcome, rowVersions } from './outcome';
import { record } from './record';
import { changesScene } from './scene';
import { behindWatermark } from './watermark';

let postgres: OwnServer;
let temporal: OwnServer;
let world: SyncWorld;
beforeAll(async () => {
  [postgres, temporal] = [await useOwnPostgres(), await useOwnTemporal()];
});
beforeEach(async () => {
  world = await startSyncWorld();
});
afterEach(() => world.close());
afterAll(() => Promise.all([postgres.stop(), temporal.stop()]));

/** All that changed is merged, the store is asked what went: the watermark is about to move when it crashes. */
async function crashBeforeWatermark(what: string, crash: (storeId: string) => Promise<void>): Promise<void> {
  const scene = await changesScene(world);
  const { store } = scene;
  await world.sync(store);
  const before = await rowVersions(world, store);
  scene.change();
  const started = await world.start(store, { mode: 'incremental' });
  await until('the store to be asked for what went', async () => scene.hasAskedForBin());

  await crash(store.id);

  const leftBehind = await until('the database to answer', () =>
    behindWatermark(world, scene, started.runId).catch(() => null),
  );
  expect(leftBehind).toEqual([]);
  await world.whenRun(store, started.runId, 'is over', ({ finished_at }) => finished_at !== null, 120_000);
  const outcome = await readOutcome(world, scene, started.runId, before);
  record(what, 1, outcome, null);
  expectRight(outcome, scene);
}

it(
  'I4 nothing is left behind the watermark when PostgreSQL crashes while it moves',
  () =>
    crashBeforeWatermark('PostgreSQL, at the watermark', async (storeId) => {
      const client = new Client({ connectionString: asOwner(world.databaseUrl) });
      client.on('error', () => undefined);
      await client.connect();
      await client.query('begin');
      await client.query(`select set_config('app.tenant_id', $1, true)`, [world.tenantId]);
      // The transaction that notes what went, and moves it, has to wait for this row.
      const held = await client.query('select from stores where id = $1::uuid for no key update', [storeId]);
      expect(held.rowCount).toBe(1);
      await until('the watermark to wait', async () => {
        const { rowCount } = await client.query(
          `select from pg_locks where locktype in ('transactionid', 'tuple') and not granted`,
        );
        return rowCount !== 0;
      });
      await postgres.crash();
      await client.end().catch(() => undefined);
    }),
  patient(240_000),
);

it(
  'I4 nothing is left behind the watermark when Temporal is killed and never learns that it moved',
  () => crashBeforeWatermark('Temporal, at the watermark', () => temporal.crash()),
  patient(240_000),
);
