import { listRejected } from '../../src/runs/list-rejected';
import type { Store } from '../../src/tenants/stores/store';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

async function rejected(store: Store, runId: string) {
  const page = await world.database.withTenant(store.tenantId, (sql) =>
    listRejected(sql, { runId, storeId: store.id, limit: 50, after: null }),
  );
  return page.items;
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
  expect(await rejected(store, run.id)).toEqual([
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

  // Retried while it is broken: still listed, tried twice.
  const inVain = await world.sync(store, { mode: 'refresh', externalIds: ['2'] });
  expect(inVain).toMatchObject({
    mode: 'refresh',
    status: 'completed_with_errors',
    products: { seen: 1, rejected: 1 },
  });
  expect((await rejected(store, run.id)).map(({ external_id, tries }) => [external_id, tries])).toEqual([
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
  expect((await rejected(store, run.id)).map(({ external_id }) => external_id)).toEqual(['9007199254740993']);
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
  expect(await rejected(store, run.id)).toEqual([
    expect.objectContaining({ external_id: product.id, title: product.title, reason: 'price_unreadable' }),
  ]);
  expect(await world.catalogue(store).product(product.id)).toEqual(before);

  shop.patchVariant(variant.id, { price });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { seen: 20, rejected: 0 } });
  expect(await rejected(store, run.id)).toEqual([]);
});
