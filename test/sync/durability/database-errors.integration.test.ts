import type { RunView } from '../../../src/runs/list-runs';
import { type DatabaseFaults, databaseFaults } from '../../support/database-faults';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';

let world: SyncWorld;
let faults: DatabaseFaults;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { runRetryDelays: [50] } });
  faults = await databaseFaults(world.databaseUrl);
});
afterEach(() => faults.clear());
afterAll(async () => {
  await faults.close();
  await world.close();
});

const items = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, name: `P${at + 1}`, regular_price: '5.00' }));

/** What the worker logged of errors since, by message and activity. */
const logged = (since: number) =>
  world.log.slice(since).flatMap((line) => {
    const { msg, activity, err } = JSON.parse(line);
    return activity === undefined ? [] : [{ msg, activity, code: err?.code }];
  });

/** One try of the run, as if nothing had been. */
const COMPLETED = { status: 'completed', attempt: 1, error: null } satisfies Partial<RunView>;

describe('an error of the database that passes is tried again in the same step, and the run completes', () => {
  it.each([
    ['a deadlock', '40P01'],
    ['a serialization failure', '40001'],
    ['too many connections', '53300'],
    ['a standby that is read-only', '25006'],
    ['a statement time-out', '57014'],
    ['a lock time-out', '55P03'],
    ['an idle transaction ended', '25P03'],
    ['an admin shutdown', '57P01'],
    ['a server that starts up', '57P03'],
    ['a broken connection', '08006'],
  ])('%s (%s)', async (_, code) => {
    const { store } = await world.wooCommerce({ products: items(5) });
    const since = world.log.length;
    await faults.strike({ on: 'insert', table: 'products', code, times: 2 });

    const run = await world.sync(store);

    expect(run).toMatchObject({ ...COMPLETED, products: { seen: 5, created: 5 } });
    const away = { msg: 'database away', activity: 'upsertProductPages', code };
    expect(logged(since)).toEqual([away, away]);
  });

  it('the connection itself, ended by the server in mid-statement', async () => {
    const { store } = await world.wooCommerce({ products: items(5) });
    await faults.strike({ on: 'insert', table: 'products', code: 'terminated', times: 2 });

    expect(await world.sync(store)).toMatchObject({ ...COMPLETED, products: { created: 5 } });
    expect(await faults.struckOrPassed()).toBe(3);
  });

  it.each([
    ['openRun', 'insert', 'sync_runs', 0],
    ['fetchProductPages', 'insert', 'staged_pages', 0],
    ['upsertProductPages', 'insert', 'sync_pages', 0],
    ['findMissing', 'insert', 'missing_products', 0],
    ['confirmMissing', 'update', 'missing_products', 0],
    ['deactivateMissing', 'update', 'missing_products', 1],
  ] as const)('I4 in %s: nothing is done twice', async (activity, on, table, after) => {
    const { shop, store } = await world.wooCommerce({ products: items(5) });
    await world.sync(store);
    shop.remove(1);
    shop.put({ id: 9, name: 'New', regular_price: '1.00' });
    const since = world.log.length;
    await faults.strike({ on, table, code: 'terminated', after, times: 1 });

    const run = await world.sync(store);

    expect(run).toMatchObject({ ...COMPLETED, products: { seen: 5, created: 1, unchanged: 4, deactivated: 1 } });
    expect((await world.catalogue(store).active()).sort()).toEqual(['2', '3', '4', '5', '9']);
    expect(logged(since).map(({ msg }) => msg)).toEqual(['database away']);
    expect(logged(since)[0]?.activity).toBe(activity);
  });

  it('all connections lost in mid-run, and none taken for a while', async () => {
    const { shop, store } = await world.wooCommerce({ products: 300, variableShare: 0 });
    const since = world.log.length;
    const lost = new Promise<void>((resolve, reject) => {
      shop.faults.add({
        path: 'offset=196&',
        times: 1,
        answer: { delayMs: 500 },
        change: () => {
          faults
            .refuseConnections(true)
            .then(() => faults.terminateAll())
            .then(resolve, reject);
        },
      });
    });
    const started = await world.start(store);
    await lost;
    await until('the worker to meet it', () => logged(since).some(({ code }) => code === '53300'));
    await faults.refuseConnections(false);

    expect(await world.ended(store, started)).toMatchObject({ ...COMPLETED, products: { seen: 300, created: 300 } });
  });
});

describe('an error of the database that will not pass', () => {
  it.each([
    ['an undefined table', '42P01'],
    ['a refused right', '42501'],
    ['a duplicate key', '23505'],
    ['a foreign key', '23503'],
    ['a check', '23514'],
  ])('%s (%s) is told as internal, with its code, after the run’s own retries and no other', async (_, code) => {
    const { store } = await world.wooCommerce({ products: items(5) });
    const since = world.log.length;
    await faults.strike({ on: 'insert', table: 'products', code, times: 1_000 });

    const run = await world.sync(store);

    expect(run).toMatchObject({
      status: 'failed',
      attempt: 2,
      error: { type: 'internal', message: expect.stringContaining(`upsertProductPages failed with error (${code})`) },
      products: { deactivated: 0 },
    });
    expect(await faults.struckOrPassed()).toBe(2);
    const failed = { msg: 'activity failed', activity: 'upsertProductPages', code };
    expect(logged(since)).toEqual([failed, failed]);
    // The next sync, once it is mended, needs nothing done by hand.
    await faults.clear();
    expect(await world.sync(store)).toMatchObject({ ...COMPLETED, products: { created: 5 } });
  });

  it('I8 I10 keeps its text out of the history, where the log has it', async () => {
    const { store } = await world.wooCommerce({ products: items(1) });
    const since = world.log.length;
    await faults.strike({ on: 'insert', table: 'products', code: '23505', times: 1_000 });

    const run = await world.sync(store);

    expect(await world.history(run.workflow_id, run.id)).not.toContain('raised by the test');
    expect(world.log.slice(since).join()).toContain('raised by the test');
  });
});
