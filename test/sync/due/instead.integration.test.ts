import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { oldWooCommerce } from '../incremental/store-of-old-products';
import { DUE, type DueWorld, dueWorld } from './due-world';

let world: SyncWorld;
let due: DueWorld;
beforeEach(async () => {
  world = await startSyncWorld();
  due = dueWorld(world);
});
afterEach(() => world.close());

const incrementalDue = { next_incremental_at: DUE };
const pricesDue = { next_prices_at: DUE };
const hourly = { every: '1h', paused: false };
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** It answers, and no run reads its listing. */
const unreadable = { path: 'offset=0', answer: { status: 500 } };

it('starts a full run where it is not known since when to ask, once a day, and the store says why', async () => {
  const { shop, store } = await oldWooCommerce(world);
  shop.faults.add(unreadable);
  await due.makeDue(store, incrementalDue);

  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 1, started: { full: 1 } });
  expect(await due.lastRun(store)).toMatchObject({ mode: 'full', trigger: 'schedule', status: 'failed' });
  expect((await due.row(store)).full_wanted_why).toContain('not known since when');

  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`update stores set watermark = now() - interval '8 days' where id = ${store.id}::uuid`,
  );
  await due.makeDue(store, incrementalDue);
  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 0, started: {}, skipped: { put_off: 1 } });

  await due.forgetRuns(store);
  await due.makeDue(store, incrementalDue);
  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 1, started: { full: 1 } });
  await due.lastRun(store);
  expect((await due.row(store)).full_wanted_why).toContain('7 days');
});

it('wants no full run of a shop that is dead: its looks fail, and one run says so', async () => {
  const { shop, store } = await oldWooCommerce(world);
  shop.faults.add({ answer: { status: 500 } });
  await due.makeDue(store, incrementalDue);

  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 1, failed: 1 });
  expect(await due.lastRun(store)).toMatchObject({ status: 'failed' });
  expect(await due.row(store)).toMatchObject({ full_wanted_at: null, failed_looks: 1 });

  await due.forgetRuns(store);
  await due.makeDue(store, incrementalDue);
  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 1, failed: 1, started: {} });
  expect(await due.runs(store)).toHaveLength(1);
});

it('keeps the quiet hours of full runs for what they do instead', async () => {
  const { store } = await oldWooCommerce(world);
  const at = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16);
  await due.fresh(store, { quiet_hours: { from: at(-3_600_000), to: at(2 * 3_600_000), modes: ['full'] } });
  await due.makeDue(store, incrementalDue);

  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 0, started: {}, skipped: { put_off: 1 } });
  const { full_wanted_at, next_incremental_at } = await due.row(store);
  expect(full_wanted_at).toBeNull();
  expect(Number(next_incremental_at) - Date.now()).toBeGreaterThan(3_600_000);
});

it('reads a store whole for a lean mode that has nothing to compare with, once a day', async () => {
  const { shop, store } = await oldWooCommerce(world);
  await due.fresh(store, { prices: { every: '5m', paused: false } });
  shop.faults.add(unreadable);
  await due.makeDue(store, pricesDue);

  expect((await due.sweep()).woocommerce).toMatchObject({ started: { full: 1 } });
  await due.lastRun(store);
  await due.makeDue(store, pricesDue);
  expect((await due.sweep()).woocommerce).toMatchObject({ started: {}, skipped: { put_off: 1 } });
  expect(Number((await due.row(store)).next_prices_at)).toBeGreaterThan(Date.now());
});

it('starts no lean run of a store that cannot do it, and says so once', async () => {
  const { store } = await oldWooCommerce(world);
  await world.sync(store);
  await due.fresh(store, { prices: hourly });
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`
      update stores set abilities = abilities || '{"variations_endpoint": false}' where id = ${store.id}::uuid`,
  );
  for (let sweeps = 0; sweeps < 2; sweeps++) {
    await due.makeDue(store, pricesDue);
    expect((await due.sweep()).woocommerce).toMatchObject({ started: {}, skipped: { put_off: 1 } });
    expect(Number((await due.row(store)).next_prices_at)).toBeGreaterThan(Date.now());
  }
  expect(world.log.filter((line) => line.includes('the store cannot do what its cadence asks for'))).toHaveLength(1);
});

it('lets a lean mode go first for once that waited for longer than its interval', async () => {
  const { store, reprice, ids } = await oldWooCommerce(world);
  await world.sync(store);
  reprice(ids[0] ?? '', '91.00');
  await due.fresh(store, { incremental: { every: '5m', paused: false }, prices: hourly });
  await due.makeDue(store, { ...incrementalDue, next_prices_at: hoursAgo(3) });

  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 0, started: { prices: 1 } });
  await due.lastRun(store);
  expect((await due.sweep()).woocommerce).toMatchObject({ looked: 1, news: 1, started: { incremental: 1 } });
});

it('looks for news of a store whose full run is overdue, and starts one of the two', async () => {
  const { store, reprice, ids } = await oldWooCommerce(world);
  await world.sync(store);
  await due.forgetRuns(store);
  reprice(ids[0] ?? '', '91.00');
  await due.fresh(store, { full: { every: '24h', paused: false } });
  await due.makeDue(store, { ...incrementalDue, next_full_at: hoursAgo(1) });

  const { looked, started, left } = (await due.sweep()).woocommerce;
  expect({ looked, left }).toEqual({ looked: 1, left: 1 });
  expect((started.full ?? 0) + (started.incremental ?? 0)).toBe(1);
});

it('starts incremental runs once a day while a full one waits for somebody to accept what it met', async () => {
  const { store, reprice, ids } = await oldWooCommerce(world);
  const full = await world.sync(store);
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`
      update sync_runs set status = 'failed', error_type = 'suspicious_change', error_message = 'damage'
       where id = ${full.id}::uuid`,
  );
  const withNews = async (price: string) => {
    reprice(ids[0] ?? '', price);
    await due.makeDue(store, incrementalDue);
    return (await due.sweep()).woocommerce;
  };

  expect(await withNews('91.00')).toMatchObject({ news: 1, started: { incremental: 1 } });
  await due.lastRun(store);
  expect(await withNews('92.00')).toMatchObject({ news: 1, started: {}, skipped: { put_off: 1 } });
  expect(Number((await due.row(store)).next_incremental_at)).toBeGreaterThan(Date.now());
  await due.forgetRuns(store);
  expect(await withNews('93.00')).toMatchObject({ news: 1, started: { incremental: 1 } });
});
