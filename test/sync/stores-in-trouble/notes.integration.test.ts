import { readProduct } from '../../../src/catalog/reading/list-products';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** As the API answers it. */
async function shown(store: Store, externalId: string) {
  return world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ id: string }>`
      select id from products
       where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid and external_id = ${externalId}::text`;
    return readProduct(sql, rows[0]?.id ?? '');
  });
}

/** Tells whether a row was written since. */
async function versions(store: Store): Promise<string[]> {
  return world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ version: string }>`
      select external_id || ' ' || xmin as version from products
       where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid order by external_id`;
    return rows.map(({ version }) => version);
  });
}

it('a WooCommerce product without what is not essential is merged with a note, which goes when the store is mended', async () => {
  const image = { id: 7, src: 'https://cdn.example/a.jpg', alt: '' };
  const fine = { id: 2, name: 'Lamp', regular_price: '20.00', images: [image] };
  const { shop, store } = await world.wooCommerce({
    products: [{ id: 1, name: 'Fine', regular_price: '5.00' }, fine],
  });
  shop.put({ ...fine, images: [{ id: 6, src: false, alt: '' }, image], weight: 'heavy' });

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { created: 2, rejected: 0 } });
  expect(await shown(store, '2')).toMatchObject({
    title: 'Lamp',
    images: [{ url: image.src, position: 0 }],
    notes: [
      { path: 'weight', message: 'is no decimal: "heavy"' },
      { path: 'images[0].src', message: 'is no text or number: false' },
    ],
    metadata: expect.not.objectContaining({ notes: expect.anything() }),
  });
  expect(await shown(store, '1')).toMatchObject({ notes: [] });

  const before = await versions(store);
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { unchanged: 2, updated: 0 } });
  expect(await versions(store)).toEqual(before);

  shop.put({ ...fine, weight: '' });
  expect(await world.sync(store)).toMatchObject({ products: { unchanged: 1, updated: 1 } });
  expect(await shown(store, '2')).toMatchObject({ images: [{ url: image.src }], notes: [] });
});

it.each([
  ['pages', 1_000],
  ['a bulk file', 1],
])('a Shopify product with an odd date is merged with a note, read from %s', async (_, products) => {
  const { shop, store } = await world.shopify({ products: 5 });
  await world.configure(store, { bulk_above: { products, variants: 1_000 } });
  const [odd] = shop.products.values();
  if (odd === undefined) throw new Error('the shop has no product');
  const { updatedAt } = odd;
  shop.patch(odd.id, { updatedAt: 'yesterday' });

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { created: 5, rejected: 0 } });
  expect(await shown(store, odd.id)).toMatchObject({
    title: odd.title,
    source_updated_at: null,
    notes: [{ path: 'updatedAt' }],
  });

  const before = await versions(store);
  expect(await world.sync(store)).toMatchObject({ products: { unchanged: 5 } });
  expect(await versions(store)).toEqual(before);

  shop.patch(odd.id, { updatedAt });
  expect(await world.sync(store)).toMatchObject({ products: { unchanged: 4, updated: 1 } });
  expect(await shown(store, odd.id)).toMatchObject({ source_updated_at: new Date(updatedAt), notes: [] });
});
