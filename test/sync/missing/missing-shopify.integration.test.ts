import type { ShopifyShop } from '../../../simulators/shopify/shop';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** The first page has 100 products; the second one asks for what comes after them, however many. */
const SECOND_PAGE = '"after":"';

async function synced(products: number): Promise<{ shop: ShopifyShop; store: Store; ids: string[] }> {
  const { shop, store } = await world.shopify({ products });
  await world.sync(store);
  const ids = await world.catalogue(store).active();
  expect(ids.length).toBeGreaterThan(products / 2);
  return { shop, store, ids };
}

it('I1 I2 fails and keeps every product when the last page answers errors', async () => {
  const { shop, store, ids } = await synced(200);
  shop.faults.add({ match: SECOND_PAGE, answer: { status: 502 } });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'failed', error: { type: 'store_unreachable' }, products: { missing: 0 } });
  expect(await world.catalogue(store).active()).toEqual(ids);
});

it.each([
  ['the last page', SECOND_PAGE, 100],
  ['the whole listing', 'query ProductsPage', 0],
])('I1 I2 loses no product when %s is empty', async (_, match, seen) => {
  const { shop, store, ids } = await synced(200);
  shop.faults.add({ match, answer: { emptyPage: true } });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed_with_errors', products: { seen, missing: 0, deactivated: 0 } });
  expect(await world.catalogue(store).active()).toEqual(ids);
});

it('I1 asks for every product when the shop claims to have none, and finds them alive', async () => {
  const { shop, store, ids } = await synced(40);
  const nothing = {
    shop: { id: `gid://shopify/Shop/${shop.shopId}`, name: 'Shop', myshopifyDomain: shop.domain, currencyCode: 'EUR' },
    productsCount: { count: 0 },
    currentAppInstallation: { accessScopes: [{ handle: 'read_products' }, { handle: 'read_inventory' }] },
    products: { nodes: [] },
  };
  shop.faults.add({ match: 'query Shop {', answer: { status: 200, body: { data: nothing } } });
  shop.faults.add({ match: 'query ProductsPage', answer: { emptyPage: true } });

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'completed_with_errors',
    products: { announced: 0, missing: ids.length, deactivated: 0 },
  });
  expect(await world.catalogue(store).active()).toEqual(ids);
});

it('I1 waits for approval when the shop is empty and its products are gone', async () => {
  const { shop, store, ids } = await synced(4);
  for (const id of [...shop.products.keys()]) shop.remove(id);

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'awaiting_approval', products: { missing: ids.length, deactivated: 0 } });
  expect(await world.catalogue(store).active()).toEqual(ids);
});

it('I1 deactivates what the shop says is gone, by confirmation or by the listing', async () => {
  const { shop, store, ids } = await synced(60);
  const [deleted = '', archived = ''] = ids;
  shop.remove(deleted);
  shop.setStatus(archived, 'ARCHIVED');

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', products: { missing: 1, deactivated: 2 } });
  expect(await world.catalogue(store).product(deleted)).toMatchObject({
    is_active: false,
    status: 'not_found',
    deactivation: { run_id: run.id, evidence: { kind: 'not_found', source: 'confirmation' } },
  });
  expect(await world.catalogue(store).product(archived)).toMatchObject({
    is_active: false,
    status: 'ARCHIVED',
    deactivation: { run_id: run.id, evidence: { kind: 'unpublished', source: 'listing', status: 'ARCHIVED' } },
  });
  expect(await world.catalogue(store).active()).toEqual(ids.slice(2));
});

it('I1 leaves a product alone when the answer about it came with an error', async () => {
  const { shop, store, ids } = await synced(30);
  const [gone = ''] = ids;
  shop.remove(gone);
  shop.faults.add({
    match: 'query ProductStatuses',
    answer: { graphqlError: { code: 'INTERNAL_SERVER_ERROR', message: 'something broke' }, withData: true },
  });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed_with_errors', products: { missing: 1, deactivated: 0 } });
  expect((await world.catalogue(store).missing(run.id)).get(gone)?.state).toBe('unclear');
  expect(await world.catalogue(store).active()).toEqual(ids);
});

it('I5 writes no draft or archived product again, and reactivates one that is shown again', async () => {
  const { shop, store } = await synced(60);
  const before = await world.catalogue(store).products();
  const hidden = [...before.values()].find((product) => !product.is_active);
  expect(hidden).toMatchObject({ deactivation: null });

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { unchanged: shop.products.size } });
  expect(await world.catalogue(store).products()).toEqual(before);

  shop.setStatus(hidden?.external_id ?? '', 'ACTIVE');
  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { reactivated: 1, updated: 0 } });
  expect((await world.catalogue(store).product(hidden?.external_id ?? '')).is_active).toBe(true);
});
