import { listDifferences } from '../../src/catalog/differences/run-differences';
import type { Store } from '../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** The shop's terms come in another order at every answer (`simulators/woocommerce/answers/term-order.ts`). */
async function synced() {
  const { shop, store } = await world.wooCommerce({ products: 120, nasty: true });
  await world.sync(store);
  return { shop, store, before: await kept(store) };
}

/** Where and by which transaction each row of the store's products was written, and how many changes were told. */
const kept = ({ tenantId, id }: Store) =>
  world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ changes: number; products: string[] }>`
      select (select count(*) from product_changes
               where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid)::int as changes,
             array(select external_id || ' ' || xmin || ' ' || ctid from products
                    where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid order by external_id) as products`;
    return rows[0];
  });

it('I5 an untouched WooCommerce store is written at no later sync, and verify finds no difference', async () => {
  const { shop, store, before } = await synced();

  for (let sync = 2; sync <= 3; sync++) {
    expect(await world.sync(store)).toMatchObject({
      status: 'completed',
      products: { created: 0, updated: 0, unchanged: shop.products.size },
    });
  }
  const verified = await world.sync(store, { dryRun: true });

  expect(await kept(store)).toEqual(before);
  const differences = await world.database.withTenant(store.tenantId, (sql) =>
    listDifferences(sql, { runId: verified.id, limit: 10, after: null }),
  );
  expect([verified.status, differences.items]).toEqual(['completed', []]);
});

it('I5 after an upgrade each product is written once more, quietly, whatever order was kept of it', async () => {
  const { shop, store, before } = await synced();
  const { tenantId, id } = store;
  await world.database.withTenant(
    tenantId,
    (sql) => sql`
      update products p
         set form = 1, details_hash = gen_random_uuid(),
             category_ids = array(select unnest(p.category_ids) each order by each desc),
             tags = array(select unnest(p.tags) each order by each desc),
             metadata = jsonb_set(p.metadata, '{attributes}', coalesce((
               select jsonb_agg(each order by place desc)
                 from jsonb_array_elements(p.metadata -> 'attributes') with ordinality as a(each, place)), '[]'))
       where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid`,
  );

  const upgraded = await world.sync(store);
  const once = await kept(store);
  await world.sync(store);

  expect(upgraded).toMatchObject({
    status: 'completed',
    products: { updated: 0, unchanged: shop.products.size },
    variants: { updated: 0 },
  });
  expect(once?.changes).toBe(before?.changes);
  expect(await kept(store)).toEqual(once);
});

it('a category that a product left is one change', async () => {
  const { shop, store, before } = await synced();
  const [product] = [...shop.products.values()].filter(({ categories }) => categories.length === 2);
  if (product === undefined) throw new Error('no product has two categories');
  shop.writeDirectly(product.id, { categories: product.categories.slice(1) });

  expect(await world.sync(store)).toMatchObject({ products: { updated: 1 } });

  expect((await kept(store))?.changes).toBe((before?.changes ?? 0) + 1);
});

it('a description that a shortcode renders anew is one change a sync, and nothing else is (decision 0014)', async () => {
  const { shop, store, before } = await synced();
  const [id = ''] = shop.products.keys();
  let reads = 0;
  shop.faults.add({
    path: 'offset=',
    change: (rendering) =>
      rendering.writeDirectly(id, { description: `<a href="?_wpnonce=${reads++}">Size guide</a>` }),
  });

  for (let sync = 2; sync <= 3; sync++) expect(await world.sync(store)).toMatchObject({ products: { updated: 1 } });

  expect((await kept(store))?.changes).toBe((before?.changes ?? 0) + 2);
});
