import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { changedBy, DAY, HOUR, LONG_AGO, MINUTE, oldWooCommerce } from './store-of-old-products';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const incremental = (store: Store) => world.sync(store, { mode: 'incremental' });

const asked = (shop: WooShop) => shop.requestLog.filter(({ path }) => path.includes('include=31'));

/** As a merchant plans a product: dated so, also as modified. */
const plan = (shop: WooShop, id: number, inSeconds: number) => {
  const at = new Date(shop.clock.now().getTime() + inSeconds * 1_000).toISOString().slice(0, 19);
  shop.put({ id, name: 'Planned', regular_price: '5.00', status: 'future', date_created_gmt: at });
};

describe('a planned product', () => {
  it('of 2031 is news in no run of today; one of the next hour is read with its date', async () => {
    const { shop, store } = await oldWooCommerce(world);
    shop.put({ id: 31, name: 'Planned', status: 'future', date_created_gmt: '2031-05-05T08:00:00' });
    await world.sync(store);
    shop.put({ id: 32, name: 'Planned, too', status: 'future', date_created_gmt: '2031-05-05T08:00:00' });
    plan(shop, 33, 30 * MINUTE);

    const run = await incremental(store);
    expect(run).toMatchObject({ status: 'completed', products: { seen: 1, created: 1 } });
    expect(await changedBy(world, store, run.id)).toEqual(['33']);
    expect(asked(shop)).toEqual([]);
    // Only a full run learns of one that is planned for long.
    expect(await world.sync(store)).toMatchObject({ products: { created: 1 } });
  });

  it('is asked for by id when its time has come, until the shop has published it, a day late', async () => {
    const { shop, store } = await oldWooCommerce(world, { cron: false });
    plan(shop, 31, 3 * HOUR);
    await world.sync(store);
    expect(await incremental(store)).toMatchObject({ products: { seen: 0 } });
    expect(asked(shop)).toEqual([]);

    // Its time has come, and nobody visits: no date of the stretch shows it, each run asks for it.
    shop.clock.offsetSeconds = 4 * HOUR;
    expect(await incremental(store)).toMatchObject({ status: 'completed', products: { reactivated: 0 } });
    shop.clock.offsetSeconds = 12 * HOUR;
    expect(await incremental(store)).toMatchObject({ status: 'completed', products: { seen: 1, reactivated: 0 } });
    expect(asked(shop)).toHaveLength(1);
    expect(await world.catalogue(store).product('31')).toMatchObject({ is_active: false, status: 'future' });

    shop.clock.offsetSeconds = 3 * HOUR + DAY;
    shop.publishPlanned();
    const run = await incremental(store);
    expect(run).toMatchObject({ mode: 'incremental', status: 'completed', products: { seen: 1, reactivated: 1 } });
    expect(await changedBy(world, store, run.id)).toEqual(['31']);
    expect(await world.catalogue(store).product('31')).toMatchObject({ is_active: true, status: 'publish' });

    await incremental(store);
    expect(asked(shop)).toHaveLength(2);
  });

  it('that was edited before its time is not asked for until then', async () => {
    const { shop, store } = await oldWooCommerce(world, { clockOffsetSeconds: -HOUR });
    plan(shop, 31, 3 * DAY);
    shop.patch(31, { name: 'Planned, and named anew' });
    shop.clock.offsetSeconds = 0;
    await world.sync(store);

    expect(await incremental(store)).toMatchObject({ status: 'completed', products: { seen: 0 } });
    expect(asked(shop)).toEqual([]);
  });
});

it('a product that is made with a date of 2001 is found by a full run alone', async () => {
  const { shop, store } = await oldWooCommerce(world);
  await world.sync(store);
  shop.put({ id: 21, name: 'Back-dated', regular_price: '5.00', date_created_gmt: '2001-02-03T04:05:06' });

  expect(await incremental(store)).toMatchObject({ status: 'completed', products: { seen: 0, created: 0 } });
  expect(await world.sync(store)).toMatchObject({ mode: 'full', products: { created: 1 } });
  // From then on its changes are dated like those of any other.
  shop.patch(21, { regular_price: '6.00' });
  expect(await incremental(store)).toMatchObject({ products: { updated: 1 } });
});

it('what is written without a date is found by a full run alone', async () => {
  const { shop, store } = await oldWooCommerce(world);
  await world.sync(store);
  shop.writeDirectly(1, { price: '1.00', date_modified_gmt: LONG_AGO });

  expect(await incremental(store)).toMatchObject({ status: 'completed', products: { seen: 0 } });
  expect(await world.sync(store)).toMatchObject({ mode: 'full', products: { updated: 1 } });
});
