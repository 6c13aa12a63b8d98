import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  // A run that is tried again would wait longer than any test.
  world = await startSyncWorld({ patience: { runRetryDelays: [3_600_000] } });
});
afterAll(() => world.close());

const from101 = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: 101 + index,
    name: `Mug ${101 + index}`,
    regular_price: '10.00',
    date_created_gmt: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString().slice(0, 19),
  }));

it('I1 I2 fails at once where every offset is answered by the first page, merges that, and switches nothing off', async () => {
  const { shop, store } = await world.wooCommerce({ products: from101(250) });
  await world.sync(store);
  const before = await world.catalogue(store).active();
  shop.patch(150, { name: 'Another name' });
  shop.remove(340);
  shop.faults.add({ answer: { ignores: ['offset', 'page'] } });
  shop.resetCounters();

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { type: 'store_answer_unreadable', message: expect.stringContaining('whatever the offset') },
    products: { seen: 100, updated: 1, unchanged: 99, missing: 0, deactivated: 0 },
  });
  expect(shop.counters.requests).toBeLessThan(20);
  expect(await world.catalogue(store).active()).toEqual(before);

  shop.faults.clear();
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { seen: 249, deactivated: 1 } });
});

it('I1 fails before it reads where the query does not reach the shop any more', async () => {
  const { shop, store } = await world.wooCommerce({ products: from101(35) });
  await world.sync(store);
  shop.faults.add({ answer: { ignores: 'all' } });

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { type: 'store_answer_unreadable', message: expect.stringContaining('Let the web server pass it on') },
    products: { seen: 0, deactivated: 0 },
  });
  expect(await world.catalogue(store).active()).toHaveLength(35);
});

it('I1 I2 reads all that is shown where a plugin hides products after they were counted, and says that it is not all', async () => {
  const { shop, store } = await world.wooCommerce({ products: from101(330) });
  await world.sync(store);
  shop.faults.add({ answer: { hides: { from: 170, to: 229 } } });
  shop.patch(400, { name: 'Behind the gap' });

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'completed_with_errors',
    products: { announced: 330, seen: 270, updated: 1, missing: 0, deactivated: 0 },
    problems: [
      { type: 'listing_short', count: 60, message: expect.stringMatching(/330 products and showed 270.*plugin/) },
    ],
  });
  expect(await world.catalogue(store).active()).toHaveLength(330);
  expect(world.log.find((line) => line.includes('the listing has gaps') && line.includes(run.id))).toContain(
    'the store counts products that it does not show',
  );
});

it('I2 never takes for whole what came in an order of the store’s own', async () => {
  const { shop, store } = await world.wooCommerce({ products: from101(250) });
  shop.faults.add({ answer: { ignores: ['order', 'orderby'] } });
  expect(await world.sync(store)).toMatchObject({
    status: 'completed_with_errors',
    products: { announced: 250, seen: 250, created: 250, missing: 0 },
    problems: [{ type: 'listing_short', count: 0, message: expect.stringMatching(/an order of its own/) }],
  });
});

it('I2 reads a list that comes as an object with a hole, and says that one is lacking', async () => {
  const { shop, store } = await world.wooCommerce({ products: from101(4) });
  shop.faults.add({ answer: { listAsMap: { without: [103] } } });
  expect(await world.sync(store)).toMatchObject({
    status: 'completed_with_errors',
    products: { announced: 4, seen: 3, created: 3, rejected: 0 },
  });
  expect(await world.catalogue(store).active()).toEqual(['101', '102', '104']);
});

it('takes what a point of sale and a cache make of products for what they are', async () => {
  const { shop, store } = await world.wooCommerce({ products: from101(1) });
  shop.put({ id: 900, name: 'Mug 900', type: 'variable' });
  for (const id of [901, 902]) shop.putVariation(900, { id, regular_price: '20.00' });
  for (const answer of [
    { variationsAsObjects: true },
    { emptyTextForNone: true },
    { commentBehindJson: true },
  ] as const) {
    shop.faults.add({ answer });
  }
  expect(await world.sync(store)).toMatchObject({
    status: 'completed',
    products: { seen: 2, created: 2, rejected: 0 },
    variants: { seen: 3 },
  });
});
