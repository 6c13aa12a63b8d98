import { listDifferences } from '../../src/catalog/differences/run-differences';
import type { Store } from '../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { asSuperuser, queryAs } from '../support/test-database';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const differencesOf = async (store: Store, runId: string) => {
  const { items } = await world.database.withTenant(store.tenantId, (sql) =>
    listDifferences(sql, { runId, limit: 200, after: null }),
  );
  return items;
};

/** Every row version of the catalogue and of the store's own row: a write, whatever it wrote, changes one. */
const rowVersions = async (store: Store) => {
  const { rows } = await queryAs(
    asSuperuser(world.databaseUrl),
    `select version
       from (select tenant_id, 'p' || ctid || xmin as version from products
              union all select tenant_id, 'v' || ctid || xmin from product_variants
              union all select tenant_id, 'c' || ctid || xmin from collections
              union all select tenant_id, 's' || ctid || xmin from stores
              union all select tenant_id, 'h' || ctid || xmin from product_changes
              union all select tenant_id, 'r' || ctid || xmin from rejected_products) row
      where tenant_id = $1::uuid
      order by 1`,
    [store.tenantId],
  );
  return rows.map((row) => row.version);
};

const item = (id: number, more: object = {}) => ({
  id: String(id),
  name: `Product ${id}`,
  regular_price: '5.00',
  status: 'publish',
  ...more,
});

it('reports exactly the 40 differences of a store, and touches no row', async () => {
  const { shop, store } = await world.wooCommerce({
    products: Array.from({ length: 100 }, (_, index) => item(index + 1)),
  });
  await world.sync(store);
  const expected = new Map<string, string>();
  for (let id = 1; id <= 10; id++) {
    shop.remove(String(id));
    expected.set(String(id), 'deactivated');
  }
  for (let id = 11; id <= 20; id++) {
    shop.unpublish(String(id));
    expected.set(String(id), 'deactivated');
  }
  for (let id = 21; id <= 30; id++) {
    shop.patch(String(id), { regular_price: '6.00', price: '6.00' });
    expected.set(String(id), 'changed');
  }
  for (let id = 201; id <= 210; id++) {
    shop.put(item(id));
    expected.set(String(id), 'created');
  }
  const before = await rowVersions(store);

  const run = await world.sync(store, { dryRun: true });

  expect(run).toMatchObject({
    dry_run: true,
    status: 'completed',
    products: { created: 10, updated: 10, deactivated: 20, missing: 10, unchanged: 70 },
  });
  expect(await rowVersions(store)).toEqual(before);
  const found = await differencesOf(store, run.id);
  expect(new Map(found.map(({ external_id, kind }) => [external_id, kind]))).toEqual(expected);
  expect(found.find((each) => each.external_id === '1')).toMatchObject({
    title: 'Product 1',
    evidence: { kind: 'not_found', source: 'confirmation' },
  });
  expect(found.find((each) => each.external_id === '11')).toMatchObject({
    evidence: { kind: 'unpublished', source: 'listing', status: 'draft' },
  });
  expect(found.find((each) => each.external_id === '21')?.fields).toEqual(
    expect.arrayContaining([
      { field: 'price', before: '5.00', after: '6.00' },
      { field: 'variants[21].price', before: '5.00', after: '6.00' },
    ]),
  );
  expect(found.find((each) => each.external_id === '201')).toMatchObject({ product_id: null, fields: [] });
});

it('finds nothing after a sync, on both platforms', async () => {
  for (const { store } of [await world.wooCommerce({ products: 120 }), await world.shopify({ products: 120 })]) {
    await world.sync(store);
    const run = await world.sync(store, { dryRun: true });
    expect(run).toMatchObject({ status: 'completed', dry_run: true, products: { updated: 0, created: 0 } });
    expect(await differencesOf(store, run.id)).toEqual([]);
  }
});

it('names variants that came, changed and went', async () => {
  const { shop, store } = await world.shopify({ products: 30, variantsEach: 3 });
  await world.sync(store);
  const [product] = [...shop.products.values()].filter(
    ({ status, variants }) => status === 'ACTIVE' && variants.length === 3,
  );
  if (!product) throw new Error('the shop has no active product of 3 variants');
  const [first, second] = product.variants;
  if (!first || !second) throw new Error('the product has fewer variants than it says');
  const { barcode } = first;
  shop.patchVariant(first.id, { barcode: '4006381333931' });
  shop.removeVariant(second.id);

  const run = await world.sync(store, { dryRun: true });

  const found = await differencesOf(store, run.id);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ kind: 'changed', external_id: product.id });
  expect(found[0]?.fields).toContainEqual({
    field: `variants[${first.id}].barcode`,
    before: barcode,
    after: '4006381333931',
  });
  expect(found[0]?.fields).toContainEqual(expect.objectContaining({ field: `variants[${second.id}]`, after: null }));
});

it('I12 is no look at a product: a sync that looked earlier still writes what it saw', async () => {
  const { shop, store } = await world.wooCommerce({ products: [item(1)] });
  await world.sync(store);
  shop.patch('1', { name: 'Renamed' });
  shop.faults.add({ path: 'offset=0', times: 1, answer: { delayMs: 1_500 } });
  const slow = await world.start(store);
  await world.whenRun(store, slow.runId, 'reads', ({ phase }) => phase === 'reading');

  const dry = await world.sync(store, { dryRun: true });
  expect(dry).toMatchObject({ status: 'completed', products: { updated: 1 } });

  expect(await world.ended(store, slow)).toMatchObject({ status: 'completed', products: { updated: 1 } });
});
