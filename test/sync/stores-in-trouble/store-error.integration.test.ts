import type { WooShop } from '../../../simulators/woocommerce/shop';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** Variable products 10, 20 … with a variation each, and a simple one. */
function fill(shop: WooShop, variable: readonly number[]): void {
  shop.put({ id: 1, name: 'Simple', regular_price: '5.00' });
  for (const id of variable) {
    shop.put({ id, name: `Variable ${id}`, type: 'variable' });
    shop.putVariation(id, { id: id + 1, regular_price: '7.50' });
  }
}

/** PHP dies whenever it has to load variations of this product, alone or among others. */
function breakVariationsOf(shop: WooShop, id: number): void {
  shop.faults.add({ path: `wc/v3/products/${id}/variations`, answer: { html: 500 } });
  shop.faults.add({ path: '&parent=', answer: { html: 500 } });
}

describe.each(['10.5.0', '9.9.5'] as const)('WooCommerce %s', (version) => {
  it('I7 sets aside the one product whose variations it always fails to answer, which stays as it is (I1, I4)', async () => {
    const { shop, store } = await world.wooCommerce({ products: [], version });
    fill(shop, [10, 20, 30]);
    await world.sync(store);
    const before = await world.catalogue(store).product('20');
    breakVariationsOf(shop, 20);
    shop.patchVariation(30, 31, { regular_price: '8.00' });

    const run = await world.sync(store);

    expect(run).toMatchObject({
      status: 'completed_with_errors',
      products: { seen: 4, updated: 1, unchanged: 2, rejected: 1, missing: 0, deactivated: 0 },
    });
    expect(await world.rejected(store, run.id)).toEqual([
      expect.objectContaining({
        external_id: '20',
        title: 'Variable 20',
        reason: 'store_error',
        path: 'variations',
        message: expect.stringContaining('/wc/v3/products/20/variations answered 500'),
        payload: expect.stringContaining('"variations":[21]'),
      }),
    ]);
    expect(await world.catalogue(store).product('20')).toEqual(before);

    shop.faults.clear();
    expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { unchanged: 4, rejected: 0 } });
    expect(await world.rejected(store, run.id)).toEqual([]);
  });

  it('fails as ever when no variations are answered at all: then it is the store', async () => {
    const { shop, store } = await world.wooCommerce({ products: [], version });
    fill(shop, [10, 20]);
    await world.sync(store);
    shop.faults.add({ path: 'variations', answer: { html: 500 } });

    const run = await world.sync(store);

    expect(run).toMatchObject({ status: 'failed', error: { type: 'store_unreachable' }, products: { rejected: 0 } });
    expect(await world.rejected(store, run.id)).toEqual([]);
  });
});

it('waits for the product through the usual tries first', async () => {
  const { shop, store } = await world.wooCommerce({ products: [] });
  fill(shop, [10, 20]);
  // Three tries of three page sizes each.
  shop.faults.add({ path: '&parent=', times: 9, answer: { html: 500 } });

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { created: 3, rejected: 0 } });
  expect(shop.requestLog.filter(({ status }) => status === 500)).toHaveLength(9);
  expect(shop.requestLog.filter(({ path }) => /products.\d+.variations/.test(path))).toEqual([]);
});

it('sets aside the only variable product of a page when the store answers those of other pages', async () => {
  const { shop, store } = await world.wooCommerce({ products: [] });
  fill(shop, [10, 20]);
  await world.sync(store);
  breakVariationsOf(shop, 20);

  const run = await world.sync(store, { mode: 'refresh', externalIds: ['1', '20'] });

  expect(run).toMatchObject({ status: 'completed_with_errors', products: { seen: 2, rejected: 1 } });
  expect(await world.rejected(store, run.id)).toMatchObject([{ external_id: '20', reason: 'store_error' }]);
});

it('fails when more products than a few are not answered', async () => {
  const { shop, store } = await world.wooCommerce({ products: [] });
  const broken = [10, 20, 30, 40, 50, 60];
  fill(shop, [...broken, 70, 80]);
  for (const id of broken) breakVariationsOf(shop, id);

  expect(await world.sync(store)).toMatchObject({ status: 'failed', error: { type: 'store_unreachable' } });
});
