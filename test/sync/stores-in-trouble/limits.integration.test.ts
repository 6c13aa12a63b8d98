import { getStore } from '../../../src/stores/read-stores';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  // A run that is tried again would wait longer than any test.
  world = await startSyncWorld({
    patience: { runRetryDelays: [3_600_000] },
    limits: { productsOfStore: 250, productsOfTenant: 300 },
  });
});
afterAll(() => world.close());

const mug = (id: number) => ({ id, name: `Mug ${id}`, regular_price: '10.00' });
const mugs = (count: number) => Array.from({ length: count }, (_, index) => mug(101 + index));

it('I1 I2 ends a listing that goes on for ever, once, and says at which limit', async () => {
  const { shop, store } = await world.wooCommerce({ products: mugs(10) });
  await world.sync(store);
  let next = 10_000;
  shop.faults.add({
    path: 'offset=',
    change: () => {
      for (let more = 0; more < 100; more++) shop.put(mug(next++));
    },
  });

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { type: 'store_answer_unreadable', message: expect.stringContaining('MOST_PRODUCTS_PER_STORE') },
    problems: [{ type: 'limit_met' }],
    products: { announced: 10, missing: 0, deactivated: 0 },
  });
  const kept = await world.database.withTenant(store.tenantId, (sql) => getStore(sql, store.id));
  expect(kept?.status).toBe('active');
});

it('reads nothing of a store that announces more than it may have, or than its tenant may have in all', async () => {
  const tooLarge = await world.wooCommerce({ products: mugs(251) });
  expect(await world.sync(tooLarge.store)).toMatchObject({
    status: 'failed',
    problems: [{ type: 'limit_met', message: expect.stringContaining('MOST_PRODUCTS_PER_STORE') }],
    products: { announced: 251, seen: 0 },
  });

  const tenant = await world.newTenant('Two stores');
  const first = await world.wooCommerce({ products: mugs(200) }, tenant);
  expect(await world.sync(first.store)).toMatchObject({ status: 'completed' });
  const second = await world.wooCommerce({ products: mugs(101) }, tenant);
  expect(await world.sync(second.store)).toMatchObject({
    status: 'failed',
    problems: [{ type: 'limit_met', message: expect.stringContaining('MOST_PRODUCTS_PER_TENANT') }],
    products: { seen: 0 },
  });
});
