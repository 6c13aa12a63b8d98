import type { Store } from '../../src/stores/store';
import { decideApproval } from '../../src/temporal/decide-approval';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

interface Kept {
  watermark: Date | null;
  product_count: number;
}

const keptOf = ({ tenantId, id }: Store): Promise<Kept> =>
  world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<Kept>`
      select watermark, product_count from stores where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    return rows[0] as Kept;
  });

const product = (id: number, more: object = {}) => ({ id, name: `Product ${id}`, regular_price: '5.00', ...more });

it('one product that is set aside does not hold the watermark and the number of products', async () => {
  const { shop, store } = await world.wooCommerce({ products: [product(1), product(2), product(3)] });
  await world.sync(store);
  const first = await keptOf(store);
  shop.put(product(4, { price: 'call us' }));
  shop.put(product(5));

  expect(await world.sync(store)).toMatchObject({ status: 'completed_with_errors', products: { rejected: 1 } });

  const second = await keptOf(store);
  expect([first.product_count, second.product_count]).toEqual([3, 5]);
  expect(Number(second.watermark)).toBeGreaterThanOrEqual(Number(first.watermark));
  expect(first.watermark).not.toBeNull();
});

it('I2 a listing that is shorter than its total moves neither', async () => {
  const { shop, store } = await world.wooCommerce({ products: [product(1), product(2), product(3)] });
  await world.sync(store);
  const before = await keptOf(store);
  shop.put(product(4));
  const [two, three] = ['2', '3'].map((id) => shop.products.get(id));
  const items = JSON.stringify([two, three], (_, value) => (typeof value === 'bigint' ? Number(value) : value));
  shop.faults.add({
    path: 'offset=0&',
    answer: { status: 200, headers: { 'content-type': 'application/json', 'x-wp-total': '4' }, body: items },
  });

  expect(await world.sync(store)).toMatchObject({ status: 'completed_with_errors', products: { missing: 0 } });

  expect(await keptOf(store)).toEqual(before);
});

it('a run that waits for approval has moved both; an empty listing moves them once each product is known to be gone', async () => {
  const { shop, store } = await world.wooCommerce({ products: [product(1), product(2), product(3)] });
  await world.configure(store, { deactivation_brake: { count: 1, percent: 1 } });
  await world.sync(store);
  for (const id of [1, 2]) shop.remove(id);
  expect(await world.sync(store)).toMatchObject({ status: 'awaiting_approval' });
  expect(await keptOf(store)).toMatchObject({ product_count: 1 });

  shop.remove(3);
  const run = await world.sync(store);
  expect(run).toMatchObject({ status: 'awaiting_approval', products: { seen: 0 } });
  expect(await keptOf(store)).toMatchObject({ product_count: 1 });
  await decideApproval(world.temporal, run.id, 'approve', { actor: { kind: 'api_key', id: 'key', name: 'Anna' } });
  await world.whenRun(store, run.id, 'is over', ({ finished_at }) => finished_at !== null);
  expect(await keptOf(store)).toMatchObject({ product_count: 0 });
});
