import { byId, catalogueToCompare } from '../support/compared';
import { expectedOfShopify } from '../support/shopify-oracle';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { expectedOfWoo } from '../support/woo-oracle';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

it('I6 I11 a WooCommerce store’s catalogue equals the store field by field, with ids beyond 2^53', async () => {
  const { shop, store } = await world.wooCommerce({ products: 250, nasty: true });
  const run = await world.sync(store);
  expect(run).toMatchObject({ status: 'completed', products: { seen: shop.products.size, rejected: 0 } });
  expect(await catalogueToCompare(world.database, store)).toEqual(byId(expectedOfWoo(shop)));

  const ids = ['9007199254740992', '9007199254740993'];
  expect([...(await world.catalogue(store).products()).keys()]).toEqual(expect.arrayContaining(ids));
  shop.put({ id: '9007199254740993', regular_price: '19.90', price: '19.90' });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { updated: 1 } });
  shop.remove('9007199254740993');
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { deactivated: 1 } });
  const products = await world.catalogue(store).products();
  expect(ids.map((id) => products.get(id)?.is_active)).toEqual([true, false]);
});

it('I6 I11 a Shopify store’s catalogue equals the store field by field, with ids beyond 2^53', async () => {
  const { shop, store } = await world.shopify({ products: 250, nasty: true });
  const run = await world.sync(store);
  expect(run).toMatchObject({ status: 'completed', products: { seen: shop.products.size, rejected: 0 } });
  expect(await catalogueToCompare(world.database, store)).toEqual(byId(expectedOfShopify(shop)));

  const ids = ['9007199254740992', '9007199254740993'];
  shop.remove('9007199254740993');
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { deactivated: 1 } });
  const products = await world.catalogue(store).products();
  expect(ids.map((id) => products.get(id)?.is_active)).toEqual([true, false]);
});
