import { type SyncWorld, startSyncWorld } from '../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

it('syncs a WooCommerce store and finds nothing to do the second time', async () => {
  const { shop, store } = await world.wooCommerce({ products: 230 });

  const first = await world.sync(store);
  expect(first).toMatchObject({
    status: 'completed',
    error: null,
    products: { seen: shop.products.size, rejected: 0 },
  });
  expect(first.products.created).toBe(shop.products.size);

  const second = await world.sync(store);
  expect(second).toMatchObject({
    status: 'completed',
    products: { created: 0, updated: 0, unchanged: shop.products.size, missing: 0 },
    variants: { created: 0, updated: 0, removed: 0 },
  });
});

it('syncs a Shopify store and finds nothing to do the second time', async () => {
  const { shop, store } = await world.shopify({ products: 300 });

  const first = await world.sync(store);
  expect(first).toMatchObject({ status: 'completed', error: null, products: { created: shop.products.size } });

  const second = await world.sync(store);
  expect(second).toMatchObject({ status: 'completed', products: { unchanged: shop.products.size, updated: 0 } });
});
