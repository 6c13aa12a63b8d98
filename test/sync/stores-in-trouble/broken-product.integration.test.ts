import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const mugs = (ids: readonly number[]) => ids.map((id) => ({ id, name: `Mug ${id}`, regular_price: '10.00' }));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

it('I7 sets aside the one product that PHP dies of wherever it is asked for; it stays as it is (I1)', async () => {
  const { shop, store } = await world.wooCommerce({ products: mugs(range(101, 250)) });
  await world.sync(store);
  const before = await world.catalogue(store).product('160');
  shop.patch(250, { name: 'Behind it' });
  shop.faults.add({ answer: { diesOf: 160 } });

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'completed_with_errors',
    products: { announced: 150, seen: 150, updated: 1, unchanged: 148, rejected: 1, missing: 0, deactivated: 0 },
  });
  expect(await world.rejected(store, run.id)).toMatchObject([
    { external_id: '160', reason: 'store_error', message: expect.stringContaining('critical error') },
  ]);
  expect(await world.catalogue(store).product('160')).toEqual(before);

  shop.faults.clear();
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { unchanged: 150, rejected: 0 } });
  expect(await world.rejected(store, run.id)).toEqual([]);
});

it('I7 sets it aside as well when it alone is asked for again', async () => {
  const { shop, store } = await world.wooCommerce({ products: mugs(range(101, 110)) });
  await world.sync(store);
  shop.faults.add({ answer: { diesOf: 105 } });

  const run = await world.sync(store, { mode: 'refresh', externalIds: ['105'] });

  expect(run).toMatchObject({ status: 'completed_with_errors', products: { seen: 1, rejected: 1 } });
  expect(await world.rejected(store, run.id)).toMatchObject([{ external_id: '105', reason: 'store_error' }]);
});

it('I2 never takes a listing for whole that lacks a product without an id, whatever the numbers say', async () => {
  const { shop, store } = await world.wooCommerce({
    products: mugs([...range(101, 130), 50_000, ...range(99_001, 99_030)]),
  });
  shop.faults.add({ answer: { diesOf: 50_000 } });
  // The total falls to what was seen before it is asked for again.
  shop.faults.add({ path: 'data/currencies', afterRequests: 1, change: ({ remove }) => remove(101) });

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'completed_with_errors',
    products: { announced: 61, seen: 60, created: 60, rejected: 0, missing: 0 },
  });
  expect(world.log.find((line) => line.includes('the listing has gaps') && line.includes(run.id))).toContain(
    'between 130 and 99001',
  );
  expect(run.problems).toEqual([
    {
      type: 'listing_short',
      count: 0,
      message: expect.stringMatching(/61 products \(60 at the end\).*between 130 and 99001/),
    },
  ]);
});

it('I7 sets aside the one product that Shopify fails at; it stays as it is (I1)', async () => {
  const { shop, store } = await world.shopify({ products: 130 });
  await world.sync(store);
  const failing = [...shop.products.keys()][59] ?? '';
  const before = await world.catalogue(store).product(failing);
  shop.faults.add({ match: 'variants(', answer: { failsFor: { products: [failing], field: 'variants' } } });

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'completed_with_errors',
    products: { seen: 130, unchanged: 129, rejected: 1, missing: 0, deactivated: 0 },
  });
  expect(await world.rejected(store, run.id)).toMatchObject([{ external_id: failing, reason: 'store_error' }]);
  expect(await world.catalogue(store).product(failing)).toEqual(before);
});
