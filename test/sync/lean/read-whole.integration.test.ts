import { LEAN_MODES } from '../../../src/model/freshness/lean-product';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { freshnessOf } from './lean-rows';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const BOTH = LEAN_MODES.map((mode) => ({ mode }));

it('one sold-out product that prices read whole is no mass damage of the store', async () => {
  const stocked = { manage_stock: true, stock_quantity: 5, regular_price: '5.00' };
  const { shop, store } = await world.wooCommerce({ products: 59, variableShare: 0 });
  shop.load({ id: 90600, type: 'variable', name: 'Misfit' }, [
    { id: 90601, ...stocked },
    { id: 90602, ...stocked },
  ]);
  await world.sync(store);
  shop.removeVariation('90600', '90601');
  shop.writeVariationDirectly('90600', '90602', { stock_quantity: 0, stock_status: 'outofstock' });

  expect(await world.sync(store, { mode: 'prices' })).toMatchObject({
    mode: 'prices',
    status: 'completed',
    products: { unknown: 1, updated: 1, unchanged: 59 },
  });
});

it.each(BOTH)(
  'I2 $mode says of a product that it listed and could not read by id that it is not read',
  async ({ mode }) => {
    const { shop, store } = await world.wooCommerce({ products: 3, variableShare: 0 });
    await world.sync(store);
    shop.put({ id: 900, name: 'New', regular_price: '1.00' });
    // The listing shows it; by its id the list is empty, and the shop's answer about it says nothing.
    shop.faults.add({ path: 'include=900', answer: { emptyArray: true } });
    shop.faults.add({ path: 'products/900', answer: { html: 404 } });

    expect(await world.sync(store, { mode })).toMatchObject({
      status: 'completed_with_errors',
      products: { unknown: 1, created: 0 },
      problems: [{ type: 'products_unknown', count: 1 }],
    });
    shop.faults.clear();
    expect(await world.sync(store, { mode })).toMatchObject({ status: 'completed', products: { created: 1 } });
  },
);

it.each(BOTH)(
  'I2 $mode does not take an empty answer for a whole one, whatever currency comes with it',
  async ({ mode }) => {
    const { shop, store } = await world.wooCommerce({ products: 3, variableShare: 0 });
    await world.sync(store);
    const before = await freshnessOf(world, store);
    shop.currency = 'CHF';
    shop.faults.add({ path: 'products?', answer: { emptyArray: true } });

    expect(await world.sync(store, { mode })).toMatchObject({
      status: 'completed_with_errors',
      products: { announced: 0, seen: 0 },
      problems: [{ type: 'listing_short' }],
    });
    expect(before?.watermark).not.toBeNull();
    expect(await freshnessOf(world, store)).toEqual(before);
  },
);
