import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';
import {
  changedBy,
  DAY,
  oldProduct,
  oldWooCommerce,
  PLATFORMS,
  watermarkOf,
} from '../incremental/store-of-old-products';
import { DUE, type DueWorld, dueWorld } from './due-world';

let world: SyncWorld;
let due: DueWorld;
beforeEach(async () => {
  world = await startSyncWorld();
  due = dueWorld(world);
});
afterEach(() => world.close());

const incrementalDue = { next_incremental_at: DUE };

async function syncedAndDue(...stores: Store[]): Promise<void> {
  for (const store of stores) {
    await world.sync(store);
    await due.makeDue(store, incrementalDue);
  }
}

it('moves the watermark of a store without news, and makes no run, no change and no product write', async () => {
  const woo = await world.wooCommerce({ products: 5 });
  const shopify = await world.shopify({ products: 5 }, await world.newTenant('Other'));
  await syncedAndDue(woo.store, shopify.store);
  const before = await Promise.all([woo, shopify].map(({ store }) => due.row(store)));
  const catalogue = await Promise.all([woo, shopify].map(({ store }) => world.catalogue(store).products()));
  const asked = { woo: woo.shop.requestLog.length, shopify: shopify.shop.requestLog.length };

  const totals = await due.sweep();

  for (const platform of ['woocommerce', 'shopify'] as const) {
    expect(totals[platform]).toMatchObject({ due: 1, looked: 1, news: 0, without_news: 1, started: {}, left: 0 });
  }
  for (const [index, { store }] of [woo, shopify].entries()) {
    const after = await due.row(store);
    const { watermark, watermark_observation } = before[index] ?? {};
    expect(Number(after.watermark)).toBeGreaterThanOrEqual(Number(watermark));
    expect(after.watermark_observation).toBeGreaterThan(watermark_observation ?? 0);
    expect(after.last_checked_at).not.toBeNull();
    expect(Number(after.next_incremental_at)).toBeGreaterThan(Date.now());
    expect(await due.runs(store)).toHaveLength(1);
    expect(await world.catalogue(store).products()).toEqual(catalogue[index]);
  }
  expect(woo.shop.requestLog.length - asked.woo).toBe(2);
  expect(shopify.shop.requestLog.length - asked.shopify).toBe(1);
});

describe.each(PLATFORMS)('%s', (_, oldStore) => {
  it.each([
    ['the right time', 0],
    ['a day too late', -DAY],
    ['a day too early', DAY],
  ])(
    'whose clock shows %s: news starts an incremental run of the schedule, and none the next time',
    async (_name, clockOffsetSeconds) => {
      const { store, ids, reprice } = await oldStore(world, { clockOffsetSeconds });
      await syncedAndDue(store);
      reprice(ids[0] ?? '', '91.50');

      const { [store.platform]: totals } = await due.sweep();

      expect(totals).toMatchObject({ due: 1, looked: 1, news: 1, started: { incremental: 1 }, left: 0 });
      const run = await due.lastRun(store);
      expect(run).toMatchObject({ mode: 'incremental', trigger: 'schedule', status: 'completed' });
      expect(await changedBy(world, store, run.id)).toEqual([ids[0]]);
      expect(Number((await due.row(store)).next_incremental_at)).toBeGreaterThan(Date.now());
    },
  );

  it('whose clock is set back: the watermark goes, and a full run sets it anew', async () => {
    const { store, clock } = await oldStore(world, {});
    await syncedAndDue(store);
    clock.offsetSeconds = -DAY;

    expect((await due.sweep())[store.platform]).toMatchObject({ without_news: 1, started: {} });
    expect(await watermarkOf(world, store)).toBeNull();

    await due.makeDue(store, incrementalDue);
    await forgetFullRuns(store);
    expect((await due.sweep())[store.platform]).toMatchObject({ looked: 1, started: { full: 1 } });
    expect(await due.lastRun(store)).toMatchObject({ mode: 'full', status: 'completed' });
    expect(await watermarkOf(world, store)).not.toBeNull();
  });
});

/** As if a day had passed since. */
async function forgetFullRuns(store: Store): Promise<void> {
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`update sync_runs set queued_at = queued_at - interval '2 days' where store_id = ${store.id}::uuid`,
  );
}

it('takes ids that have waited long enough for news, and those that still wait for none', async () => {
  const { store } = await world.wooCommerce({
    auth: 'header-only',
    products: [oldProduct(1), oldProduct(2, { price: 'ask' })],
  });
  await syncedAndDue(store);
  expect((await due.sweep()).woocommerce).toMatchObject({ without_news: 1, started: {} });

  await world.database.withTenant(
    store.tenantId,
    (sql) =>
      sql`update rejected_products set last_seen_at = now() - interval '1 day' where store_id = ${store.id}::uuid`,
  );
  await due.makeDue(store, incrementalDue);

  expect((await due.sweep()).woocommerce).toMatchObject({ news: 1, started: { incremental: 1 } });
  expect(await due.lastRun(store)).toMatchObject({ mode: 'incremental', products: { seen: 1, rejected: 1 } });
  await due.makeDue(store, incrementalDue);
  expect((await due.sweep()).woocommerce).toMatchObject({ without_news: 1, started: {} });
});

it('writes nothing where the watermark is not the one any more that the look asked with', async () => {
  const { shop, store } = await oldWooCommerce(world);
  await syncedAndDue(store);
  shop.faults.add({ path: 'modified_after', times: 1, answer: { delayMs: 2_000 } });
  const { last_checked_at } = await due.row(store);
  const { ended } = await due.startSweep();
  const asked = shop.requestLog.length;
  await until('the look', () => shop.requestLog.length > asked);
  const moved = '2031-01-01T00:00:00.000Z';
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`
      update stores set watermark = ${moved}::timestamptz, watermark_observation = nextval('observations')
       where id = ${store.id}::uuid`,
  );

  expect((await ended).platforms.woocommerce).toMatchObject({ looked: 1, without_news: 0, left: 1 });
  expect(await due.row(store)).toMatchObject({ watermark: new Date(moved), last_checked_at });
  expect(Number((await due.row(store)).next_incremental_at)).toBeLessThan(Date.now());
});

it('moves no watermark by the answer of another shop', async () => {
  const { store } = await world.shopify({ products: 3 });
  await syncedAndDue(store);
  const { watermark } = await due.row(store);
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`update stores set identity = 'gid://shopify/Shop/1' where id = ${store.id}::uuid`,
  );

  expect((await due.sweep()).shopify).toMatchObject({ failed: 1, without_news: 0 });
  expect(await due.lastRun(store)).toMatchObject({ status: 'failed', error: { type: 'store_changed_identity' } });
  expect((await due.row(store)).watermark).toEqual(watermark);
});
