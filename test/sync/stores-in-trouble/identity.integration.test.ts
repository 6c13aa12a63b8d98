import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { runRetryDelays: [3_600_000] } });
});
afterAll(() => world.close());

const IDS = ['1', '2', '3', '4'];
const created = (year: number) => `${year}-01-01T00:00:00`;
const made = (year: number) =>
  IDS.map((id) => ({ id, name: `${year}`, regular_price: '5.00', date_created_gmt: created(year) }));

const identityOf = async (store: Store) => {
  const { rows } = await world.database.withTenant(
    store.tenantId,
    (sql) => sql<{ identity: string }>`select identity from stores where id = ${store.id}::uuid`,
  );
  return rows[0]?.identity;
};

it('I1 merges and switches off nothing where another Shopify shop answers, until a person accepts it', async () => {
  const { shop, store } = await world.shopify({ products: 30 });
  await world.sync(store);
  const active = await world.catalogue(store).active();
  shop.setShopId('4711');
  for (const id of active.slice(0, 2)) shop.remove(id);

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { type: 'store_changed_identity', message: expect.stringContaining('4711') },
    products: { seen: 0, deactivated: 0 },
  });
  expect(await world.catalogue(store).active()).toEqual(active);

  const accepted = await world.sync(store, { accepted: ['store_changed_identity'] });
  expect(accepted).toMatchObject({ status: 'completed', products: { deactivated: 2 } });
  expect(await identityOf(store)).toContain('4711');
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { updated: 0 } });
});

it('knows a WooCommerce store again that moved to another domain, by when its products were made', async () => {
  const { shop, store } = await world.wooCommerce({ products: made(2020) });
  await world.sync(store);
  shop.homeUrl = 'https://moved.example';

  expect(await world.sync(store)).toMatchObject({ status: 'completed' });
  expect(await identityOf(store)).toBe('moved.example');
});

it('I1 notices another WooCommerce store under the address, whose products have the same ids', async () => {
  const { shop, store } = await world.wooCommerce({ products: made(2020) });
  await world.sync(store);
  shop.homeUrl = 'https://other.example';
  for (const id of IDS) shop.remove(id);
  for (const product of made(2024).slice(0, 3)) shop.put(product);

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'failed',
    error: { type: 'store_changed_identity', message: expect.stringContaining('other.example') },
  });
  expect(await world.catalogue(store).active()).toEqual(IDS);
});

it('takes a new name of a store whose products are not known yet', async () => {
  const { shop, store } = await world.wooCommerce({ products: made(2020) });
  shop.homeUrl = 'https://new.example';

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { created: 4 } });
});
