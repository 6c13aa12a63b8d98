import type { SweptStore } from '../../src/model/sweep';
import { syncProductsId } from '../../src/model/workflow-ids';
import { until } from '../support/until';
import { closedAs, fails, fetched, gate, hangs, inTurn } from './support/answers';
import { childrenOf, isAtRest, knowsOfCancel, knowsOfChildFailure, timersOf } from './support/history';
import type { Fake, Script } from './support/script';
import { type Execution, startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

let made = 0;
const stores = (count: number, status: SweptStore['status'] = 'active'): SweptStore[] =>
  Array.from({ length: count }, () => ({
    id: `store-${String(++made).padStart(6, '0')}`,
    tenantId: 'tenant',
    platform: 'woocommerce',
    name: 'Shop',
    status,
  }));

/** As the database lists them: by id, behind the last one. */
const listing =
  (all: SweptStore[], most = Number.POSITIVE_INFINITY): Fake<'listStores'> =>
  ({ after, limit }) =>
    all.filter(({ id }) => after === null || id > after).slice(0, Math.min(limit, most));

const startedStores = (script: Script) => script.inputs('openRun').map(({ run }) => run.storeId);
/** A step that is cancelled just when it ends would cost the server seconds. */
const isWaiting = (sweep: Execution) => until('the sweep to wait for its slices', () => isAtRest(sweep.handle));

const sliceOf = (sweep: Execution, number: number) => world.find(`${sweep.workflowId}/${sweep.runId}/${number}`);

it('hands the stores to its slices 500 at a time, in the order of their ids, and counts them', async () => {
  const all = [...stores(499, 'needs_attention'), ...stores(2), ...stores(749, 'needs_attention')];
  const script = world.script({ listStores: listing(all) });
  const sweep = await world.sweep({ platform: 'woocommerce' });

  const totals = { scheduled: 1_250, already_running: 0, deferred: 0, skipped: 1_248 };
  expect(await sweep.end()).toEqual({ status: 'completed', result: totals });

  const asked = script.inputs('listStores').map(({ after, limit, platform }) => `${platform} ${limit} after ${after}`);
  const places = [null, all[499]?.id, all[999]?.id, all[1_249]?.id].map((id) => `woocommerce 500 after ${id}`);
  expect([...asked].sort()).toEqual([...places.slice(0, 3), ...places].sort());
  expect(startedStores(script).sort()).toEqual(all.slice(499, 501).map(({ id }) => id));
  const [first] = script.inputs('openRun');
  expect(first?.input).toMatchObject({ mode: 'full', trigger: 'schedule', storeName: 'Shop', sweepId: sweep.runId });
  const noted = script.inputs('noteSweep');
  expect(noted[0]).toMatchObject({ sweep: { id: sweep.runId, platform: 'woocommerce' }, status: 'running' });
  expect(noted.at(-1)).toMatchObject({ sweep: { id: sweep.runId }, totals, status: 'completed' });
});

it('has nothing to do where there is no store', async () => {
  world.script();
  const sweep = await world.sweep();

  expect(await sweep.end()).toMatchObject({ result: { scheduled: 0, already_running: 0, deferred: 0, skipped: 0 } });
  expect(await childrenOf(sweep.handle)).toEqual([]);
});

it('has 4 slices at work at a time, and starts the next one when one has ended', async () => {
  const all = stores(6);
  const [first, ...others] = all.map(({ id }) => ({ id, ...gate() }));
  const script = world.script({
    listStores: listing(all, 1),
    fetchProductPages: async (input) => {
      await [first, ...others].find((each) => each?.id === input.run.storeId)?.opened;
      return fetched()(input);
    },
  });
  const sweep = await world.sweep();
  await script.asked('fetchProductPages', 4);
  expect(await childrenOf(sweep.handle)).toHaveLength(4);

  first?.open();
  await script.asked('fetchProductPages', 5);
  expect(await childrenOf(sweep.handle)).toHaveLength(5);

  for (const each of others) each.open();
  expect(await sweep.end()).toMatchObject({ result: { scheduled: 6 } });
});

it('has 10 runs of a slice at work at a time, and starts the next one when one has ended', async () => {
  const all = stores(12);
  const [first, ...others] = all.map(({ id }) => ({ id, ...gate() }));
  const script = world.script({
    listStores: listing(all),
    fetchProductPages: async (input) => {
      await [first, ...others].find((each) => each?.id === input.run.storeId)?.opened;
      return fetched()(input);
    },
  });
  const sweep = await world.sweep();
  await script.asked('fetchProductPages', 10);
  expect(await childrenOf(sliceOf(sweep, 0))).toHaveLength(10);

  first?.open();
  await script.asked('fetchProductPages', 11);
  expect(await childrenOf(sliceOf(sweep, 0))).toHaveLength(11);

  for (const each of others) each.open();
  expect(await sweep.end()).toMatchObject({ result: { scheduled: 12 } });
});

it('gives the place of a run that waits for its retry to the next store, and ends without it', async () => {
  const all = stores(11);
  const last = all.at(-1)?.id;
  const script = world.script({
    listStores: listing(all),
    fetchProductPages: (input) => (input.run.storeId === last ? fetched()(input) : fails('store_unreachable')()),
  });
  const sweep = await world.sweep();

  expect(await sweep.end()).toMatchObject({ status: 'completed', result: { scheduled: 11 } });

  expect(startedStores(script)).toHaveLength(11);
  const left = await Promise.all(
    all.map(async ({ id }) => (await world.find(syncProductsId('woocommerce', id)).describe()).status.name),
  );
  expect(left.filter((status) => status === 'RUNNING')).toHaveLength(10);
});

it('does not mind that a run outlives the sweep that started it', async () => {
  const all = stores(1);
  const script = world.script({
    listStores: listing(all),
    fetchProductPages: inTurn(fails('store_unreachable'), fetched()),
  });
  const sweep = await world.sweep();
  expect(await sweep.end()).toMatchObject({ status: 'completed' });

  const run = world.find(syncProductsId('woocommerce', all[0]?.id ?? ''));
  await run.signal('retryNow');

  expect(await run.result()).toMatchObject({ status: 'completed' });
  expect(script.inputs('openRun').map(({ attempt }) => attempt)).toEqual([1, 2]);
});

it('I3 counts a store whose sync is under way as already running, and leaves that sync alone', async () => {
  const all = stores(2);
  const reading = gate();
  const script = world.script({
    listStores: listing(all),
    fetchProductPages: async (input) => {
      if (input.run.storeId === all[0]?.id) await reading.opened;
      return fetched()(input);
    },
  });
  const byHand = await world.sync({ storeId: all[0]?.id ?? '' });
  await script.asked('fetchProductPages');
  const sweep = await world.sweep();

  expect(await sweep.end()).toMatchObject({ result: { scheduled: 2, already_running: 1, deferred: 0, skipped: 0 } });
  expect(startedStores(script)).toEqual(all.map(({ id }) => id));
  reading.open();
  expect(await byHand.end()).toMatchObject({ status: 'completed' });
});

it('does not take a store’s failure for its own', async () => {
  const all = stores(3);
  const script = world.script({
    listStores: listing(all),
    openRun: ({ run }) => {
      if (run.storeId === all[1]?.id) return fails('store_not_found')();
      return { retryDelays: [], approvalMs: 1, searchAttributes: [] };
    },
  });
  const sweep = await world.sweep();

  expect(await sweep.end()).toEqual({
    status: 'completed',
    result: { scheduled: 3, already_running: 0, deferred: 0, skipped: 0 },
  });
  expect(
    script
      .inputs('closeRun')
      .map(({ end }) => end.kind)
      .sort(),
  ).toEqual(['ended', 'read', 'read']);
});

it('I2 cancels the runs that it has at work, starts no more, and is cancelled', async () => {
  const all = stores(15);
  const script = world.script({ listStores: listing(all), fetchProductPages: hangs });
  const sweep = await world.sweep();
  await script.asked('fetchProductPages', 10);
  await isWaiting(sweep);

  await sweep.handle.cancel();

  expect(await sweep.end()).toEqual({ status: 'cancelled' });
  expect(script.inputs('closeRun')).toMatchObject(Array(10).fill({ end: { status: 'cancelled' } }));
  expect(startedStores(script)).toHaveLength(10);
  expect(script.inputs('noteSweep').at(-1)).toMatchObject({ totals: { scheduled: 15 }, status: 'cancelled' });
  expect(script.running()).toEqual([]);
});

it('I2 is not over before the runs that it cancelled have closed their rows', async () => {
  const all = stores(2);
  const closing = gate();
  const script = world.script({
    listStores: listing(all),
    fetchProductPages: hangs,
    closeRun: async () => {
      await closing.opened;
      return closedAs('cancelled');
    },
  });
  const sweep = await world.sweep();
  await script.asked('fetchProductPages', 2);
  await isWaiting(sweep);

  await sweep.handle.cancel();
  await script.asked('closeRun', 2);
  await until('the slice to know', () => knowsOfCancel(sliceOf(sweep, 0)));
  expect((await sliceOf(sweep, 0).describe()).status.name).toBe('RUNNING');
  closing.open();

  expect(await sweep.end()).toEqual({ status: 'cancelled' });
});

it('cancels a run that waits for its retry, too', async () => {
  const all = stores(2);
  const script = world.script({
    listStores: listing(all),
    fetchProductPages: ({ run }) => (run.storeId === all[0]?.id ? fails('store_unreachable')() : hangs()),
  });
  const sweep = await world.sweep();
  await script.asked('fetchProductPages', 2);
  await isWaiting(sweep);
  const retries = world.find(syncProductsId('woocommerce', all[0]?.id ?? ''));
  await until('the first run to wait', async () => (await timersOf(retries)).length > 0);

  await sweep.handle.cancel();

  expect(await sweep.end()).toEqual({ status: 'cancelled' });
  await script.asked('closeRun', 2);
  expect(script.inputs('closeRun')).toMatchObject(Array(2).fill({ end: { status: 'cancelled' } }));
});

it('fails, and says so, when it cannot list the next stores', async () => {
  const all = stores(1);
  const script: Script = world.script({
    listStores: async (input) => {
      if (input.after === null) return listing(all)(input);
      await script.asked('fetchProductPages');
      return fails('internal')();
    },
    fetchProductPages: hangs,
  });
  const sweep = await world.sweep();

  expect(await sweep.end()).toMatchObject({ status: 'failed', type: 'internal' });
  expect(script.inputs('noteSweep').at(-1)).toMatchObject({ totals: { scheduled: 1 }, status: 'failed' });
});

it.each<[string, Fake<'listStores'>]>([
  ['lists the next ones', () => []],
  ['fails to list the next ones', fails('internal')],
])('fails, and says so, when a slice could not list its stores while the sweep %s', async (_, next) => {
  const all = stores(1);
  const slice = gate();
  const ofTheFirst = inTurn(listing(all), fails('internal'));
  const script = world.script({
    listStores: async (input) => {
      if (input.after === null) return ofTheFirst(input);
      await slice.opened;
      return next(input);
    },
  });
  const sweep = await world.sweep();
  await script.asked('listStores', 3);
  await until('the sweep to know that its slice failed', () => knowsOfChildFailure(sweep.handle));
  slice.open();

  expect(await sweep.end()).toMatchObject({ status: 'failed', type: 'internal' });
  expect(script.inputs('noteSweep').at(-1)).toMatchObject({ totals: { scheduled: 1 }, status: 'failed' });
});
