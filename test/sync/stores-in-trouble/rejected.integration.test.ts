import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** Whatever a test did: operators read the number from the store, and may not see the products that it counts. */
afterEach(async () => {
  const { tenants, counts } = await setAsideCounts();
  expect(tenants).toBeGreaterThan(0);
  for (const { counted, open } of counts) expect(counted).toBe(open);
});

async function setAsideCounts() {
  const { rows: tenants } = await world.database.readSystem((sql) => sql<{ id: string }>`select id from tenants`);
  const counts: { counted: number; open: number }[] = [];
  for (const { id } of tenants) {
    const { rows } = await world.database.readTenant(
      id,
      (sql) => sql<{ counted: number; open: number }>`
        select set_aside_count as counted,
               (select count(*) from rejected_products aside
                 where aside.store_id = stores.id and aside.closed_at is null) as open
          from stores`,
    );
    counts.push(...rows);
  }
  return { tenants: tenants.length, counts };
}

it('I7 sets unreadable WooCommerce products aside with their payload, and takes one back once it is mended', async () => {
  const { shop, store } = await world.wooCommerce({
    products: [
      { id: 1, name: 'Fine', regular_price: '5.00' },
      { id: 2, name: 'Broken', price: 'call us' },
      { id: 9007199254740993n, name: 'Also broken', price: 'ask' },
    ],
  });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed_with_errors', products: { seen: 3, created: 1, rejected: 2 } });
  expect(await world.rejected(store, run.id)).toEqual([
    expect.objectContaining({
      external_id: '2',
      title: 'Broken',
      reason: 'price_unreadable',
      path: expect.stringMatching(/price/),
      payload: expect.stringContaining('call us'),
      tries: 1,
    }),
    expect.objectContaining({ external_id: '9007199254740993', payload: expect.stringContaining('9007199254740993') }),
  ]);

  expect((await setAsideCounts()).counts).toContainEqual({ counted: 2, open: 2 });

  // Retried while it is broken: still listed, tried twice.
  const inVain = await world.sync(store, { mode: 'refresh', externalIds: ['2'] });
  expect(inVain).toMatchObject({
    mode: 'refresh',
    status: 'completed_with_errors',
    products: { seen: 1, rejected: 1 },
  });
  expect((await world.rejected(store, run.id)).map(({ external_id, tries }) => [external_id, tries])).toEqual([
    ['2', 2],
    ['9007199254740993', 1],
  ]);

  shop.put({ id: 2, name: 'Mended', regular_price: '7.50', price: '7.50' });
  const retried = await world.sync(store, { mode: 'refresh', externalIds: ['2'] });
  expect(retried).toMatchObject({
    mode: 'refresh',
    status: 'completed',
    products: { seen: 1, created: 1, rejected: 0 },
  });
  expect(retried.workflow_id).toBe(`refresh-products/woocommerce/${store.id}`);
  expect((await world.rejected(store, run.id)).map(({ external_id }) => external_id)).toEqual(['9007199254740993']);
  expect(await world.catalogue(store).product('2')).toMatchObject({ title: 'Mended', is_active: true });
});

it('I7 sets an unreadable Shopify product aside, keeps what the catalogue knew of it, and takes it back in a full run', async () => {
  const { shop, store } = await world.shopify({ products: 20 });
  await world.sync(store);
  const [product] = shop.products.values();
  const [variant] = product?.variants ?? [];
  if (product === undefined || variant === undefined) throw new Error('the shop has no product');
  const { price } = variant;
  const before = await world.catalogue(store).product(product.id);
  shop.patchVariant(variant.id, { price: 'NaN' });

  const run = await world.sync(store);
  expect(run).toMatchObject({
    status: 'completed_with_errors',
    products: { seen: 20, unchanged: 19, rejected: 1, missing: 0 },
  });
  expect(await world.rejected(store, run.id)).toEqual([
    expect.objectContaining({ external_id: product.id, title: product.title, reason: 'price_unreadable' }),
  ]);
  expect(await world.catalogue(store).product(product.id)).toEqual(before);

  shop.patchVariant(variant.id, { price });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { seen: 20, rejected: 0 } });
  expect(await world.rejected(store, run.id)).toEqual([]);
});

/** A shop with a product that can be read, and one that cannot and was never in the catalogue. */
async function shopWithOneAside() {
  const { shop, store } = await world.wooCommerce({
    products: [
      { id: 1, name: 'Fine', regular_price: '5.00' },
      { id: 2, name: 'Broken', price: 'call us' },
    ],
  });
  const run = await world.sync(store);
  expect((await world.rejected(store, run.id)).map(({ external_id }) => external_id)).toEqual(['2']);
  return { shop, store, runId: run.id };
}

it('tries what is set aside once in each run, and takes it back in the first one that finds it mended', async () => {
  const { shop, store, runId } = await shopWithOneAside();
  const [first] = await world.rejected(store, runId);

  expect(await world.sync(store)).toMatchObject({ status: 'completed_with_errors', products: { rejected: 1 } });
  const [second] = await world.rejected(store, runId);
  expect(second).toMatchObject({ tries: 2, first_seen_at: first?.first_seen_at, payload: first?.payload });
  expect(second?.last_seen_at.getTime()).toBeGreaterThan(first?.last_seen_at.getTime() ?? Number.NaN);

  shop.put({ id: 2, name: 'Still broken', price: 'write us' });
  expect(await world.sync(store)).toMatchObject({ products: { rejected: 1 } });
  expect(await world.rejected(store, runId)).toMatchObject([
    { title: 'Still broken', tries: 3, payload: expect.stringContaining('write us') },
  ]);

  shop.put({ id: 2, name: 'Mended', regular_price: '7.50', price: '7.50' });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { created: 1, rejected: 0 } });
  expect(await world.rejected(store, runId)).toEqual([]);

  shop.put({ id: 2, name: 'Broken again', price: 'call us' });
  const again = await world.sync(store);
  expect(await world.rejected(store, again.id)).toMatchObject([{ tries: 1 }]);
});

it('counts one try a run, also when the run meets the product twice', async () => {
  const { store, runId } = await shopWithOneAside();
  // Ids are asked for 100 at a time.
  const externalIds = ['2', ...Array.from({ length: 100 }, () => '1'), '2'];
  expect(await world.sync(store, { mode: 'refresh', externalIds })).toMatchObject({ pages: { merged: 2 } });
  expect(await world.rejected(store, runId)).toMatchObject([{ external_id: '2', tries: 2 }]);
});

it.each(['remove', 'trash'] as const)(
  'closes a product that was set aside when a retry finds that it is gone: %s',
  async (how) => {
    const { shop, store, runId } = await shopWithOneAside();
    shop[how](2);

    expect(await world.sync(store, { mode: 'refresh', externalIds: ['2'] })).toMatchObject({
      status: 'completed',
      products: { seen: 0, rejected: 0 },
    });
    expect(await world.rejected(store, runId)).toEqual([]);
  },
);

it('closes a Shopify product that was set aside and is gone', async () => {
  const { shop, store } = await world.shopify({ products: 5 });
  const [broken] = shop.products.values();
  const [variant] = broken?.variants ?? [];
  if (broken === undefined || variant === undefined) throw new Error('the shop has no product');
  shop.patchVariant(variant.id, { price: 'NaN' });
  const run = await world.sync(store);
  expect(await world.rejected(store, run.id)).toHaveLength(1);
  shop.remove(broken.id);

  await world.sync(store, { mode: 'refresh', externalIds: [broken.id] });
  expect(await world.rejected(store, run.id)).toEqual([]);
});

it('I1 takes no silence of the store for its word: what does not come is asked for by itself, and stays set aside', async () => {
  const { shop, store, runId } = await shopWithOneAside();
  shop.faults.add({ path: 'include=', answer: { emptyArray: true } });

  expect(await world.sync(store, { mode: 'refresh', externalIds: ['2'] })).toMatchObject({
    status: 'completed_with_errors',
    products: { seen: 1, rejected: 1 },
  });
  expect(await world.rejected(store, runId)).toMatchObject([{ external_id: '2', tries: 2 }]);

  shop.put({ id: 2, name: 'Mended', regular_price: '7.50', price: '7.50' });
  expect(await world.sync(store, { mode: 'refresh', externalIds: ['2'] })).toMatchObject({ products: { created: 1 } });
  expect(await world.rejected(store, runId)).toEqual([]);
});

it('closes a product that was set aside and that a whole listing has no more; one that broke off closes nothing', async () => {
  const { shop, store, runId } = await shopWithOneAside();
  shop.remove(2);

  shop.faults.add({ path: 'wp-json/wc/v3/products?', answer: { emptyArray: true } });
  expect(await world.sync(store)).toMatchObject({ status: 'completed_with_errors' });
  expect(await world.rejected(store, runId)).toHaveLength(1);
  shop.faults.clear();

  await world.sync(store, { dryRun: true });
  expect(await world.rejected(store, runId)).toHaveLength(1);

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { seen: 1, rejected: 0 } });
  expect(await world.rejected(store, runId)).toEqual([]);
});

it('keeps a product set aside that a whole listing has no more, as long as the store does not say that it is gone', async () => {
  const { shop, store } = await world.wooCommerce({
    products: [
      { id: 1, name: 'Fine', regular_price: '5.00' },
      { id: 2, name: 'Sold', regular_price: '6.00' },
    ],
  });
  await world.sync(store);
  shop.writeDirectly(2, { price: 'call us' });
  const run = await world.sync(store);
  expect(await world.rejected(store, run.id)).toHaveLength(1);

  shop.remove(2);
  shop.faults.add({ path: 'wp-json/wc/v3/products/2', answer: { html: 500 } });
  expect(await world.sync(store)).toMatchObject({ status: 'completed_with_errors', products: { missing: 1 } });
  expect(await world.rejected(store, run.id)).toHaveLength(1);
  shop.faults.clear();

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { deactivated: 1 } });
  expect(await world.rejected(store, run.id)).toEqual([]);
});
