import type { WooShop } from '../../../simulators/woocommerce/shop';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { runRetryDelays: [3_600_000] } });
});
afterAll(() => world.close());

const IDS = Array.from({ length: 150 }, (_, index) => String(101 + index));

async function synced() {
  const products = IDS.map((id) => ({
    id,
    name: `Product ${id}`,
    regular_price: '5.00',
    manage_stock: true,
    stock_quantity: 7,
  }));
  const { shop, store } = await world.wooCommerce({ products });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { created: 150 } });
  return { shop, store };
}

const each = (shop: WooShop, count: number, change: (id: string) => void) => {
  for (const id of IDS.slice(0, count)) change(id);
  return shop;
};

it.each([
  [
    'prices',
    (shop: WooShop, id: string) => shop.patch(id, { regular_price: '0', price: '0' }),
    '80 of 150 prices fell',
  ],
  ['stocks', (shop: WooShop, id: string) => shop.patch(id, { stock_quantity: 0 }), '80 of 150 stocks fell'],
  [
    'products',
    (shop: WooShop, id: string) => shop.unpublish(id),
    '80 of 150 products became unreadable or unpublished',
  ],
])('stops at once where most %s fall to nothing, and merges nothing of that page', async (_, change, saw) => {
  const { shop, store } = await synced();
  each(shop, 80, (id) => change(shop, id));

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { type: 'suspicious_change', message: expect.stringContaining(saw) },
    products: { updated: 0, deactivated: 0 },
  });
  expect(await world.catalogue(store).active()).toEqual(IDS);
});

it('keeps what earlier pages merged', async () => {
  const { shop, store } = await world.wooCommerce({ products: 400, variableShare: 0 });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { created: 400 } });
  const [first = '', ...others] = [...shop.products.keys()];
  shop.patch(first, { name: 'Edited' });
  for (const id of others.slice(-100)) shop.unpublish(id);
  await world.configure(store, { suspicious_change: { products: 50, percent: 20 } });

  expect(await world.sync(store)).toMatchObject({
    status: 'failed',
    error: { type: 'suspicious_change' },
    products: { updated: 1, deactivated: 0 },
  });
});

it('takes edits, a new currency and half of the prices for what they are', async () => {
  const { shop, store } = await synced();
  each(shop, 50, (id) => shop.patch(id, { regular_price: '0', price: '0' }));
  shop.currency = 'CHF';
  for (const id of IDS.slice(50)) shop.patch(id, { name: 'Edited' });

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { updated: 150 } });
});

it('lets a run through that a person accepted, a store that has it off, and a small store', async () => {
  const { shop, store } = await synced();
  each(shop, 150, (id) => shop.patch(id, { regular_price: '0', price: '0' }));
  expect(await world.sync(store)).toMatchObject({ status: 'failed' });
  expect(await world.sync(store, { accepted: ['suspicious_change'] })).toMatchObject({
    status: 'completed',
    products: { updated: 150 },
  });

  each(shop, 150, (id) => shop.patch(id, { stock_quantity: 0 }));
  await world.configure(store, { suspicious_change: { percent: 100 } });
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { updated: 150 } });

  const small = await world.wooCommerce({ products: [{ id: '1', name: 'A', regular_price: '5.00' }] });
  await world.sync(small.store);
  small.shop.patch('1', { regular_price: '0', price: '0' });
  expect(await world.sync(small.store)).toMatchObject({ status: 'completed', products: { updated: 1 } });
});
