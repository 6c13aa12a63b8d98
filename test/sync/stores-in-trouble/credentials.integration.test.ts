import { getStore } from '../../../src/stores/read-stores';
import type { Store } from '../../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { runRetryDelays: [3_600_000] } });
});
afterAll(() => world.close());

/** The first page of the listing, and nothing that is asked when a store is connected. */
const LISTING = 'offset=0&order=asc&orderby=id&per_page=100';

const read = (store: Store) => world.database.withTenant(store.tenantId, (sql) => getStore(sql, store.id));

it('wrong credentials fail the run without a retry and mark the store, and a reconnect brings it back', async () => {
  const { shop, store } = await world.shopify({ products: 20 });
  await world.sync(store);
  const accessToken = shop.rotateToken();

  const refused = await world.sync(store);

  expect(refused).toMatchObject({ status: 'failed', attempt: 1, error: { type: 'store_credentials_rejected' } });
  expect(await read(store)).toMatchObject({ status: 'needs_attention', statusDetail: expect.any(String) });

  await world.connect('shopify', { shop_domain: shop.domain, access_token: accessToken });
  expect(await read(store)).toMatchObject({ status: 'active', statusDetail: null });
  expect(await world.sync(store)).toMatchObject({ status: 'completed' });
});

it('a 401 that passes on the third ask does not fail the run', async () => {
  const { shop, store } = await world.wooCommerce({ products: 20 });
  shop.faults.add({ path: LISTING, times: 2, answer: { unauthorized: true } });

  expect(await world.sync(store)).toMatchObject({ status: 'completed', products: { seen: 20 } });
  expect(await read(store)).toMatchObject({ status: 'active' });
});

it('a 401 that lasts is believed on the third ask, once connecting anew is refused, too', async () => {
  const { shop, store } = await world.wooCommerce({ products: 20 });
  shop.faults.add({ path: '/wc/v3/', answer: { unauthorized: true } });
  shop.resetCounters();

  expect(await world.sync(store)).toMatchObject({ status: 'failed', error: { type: 'store_credentials_rejected' } });

  expect(shop.counters.byPath['/wp-json/wc/v3/data/currencies/current']).toBe(3);
  expect(await read(store)).toMatchObject({ status: 'needs_attention' });
});

it('a 401 that lasts while the key is taken when asked anew is a store in trouble, tried again and not marked', async () => {
  const { shop, store } = await world.wooCommerce({ products: 20 });
  shop.faults.add({ path: LISTING, times: 4, answer: { unauthorized: true } });

  expect(await world.sync(store)).toMatchObject({ status: 'completed', attempt: 1, products: { seen: 20 } });

  expect(shop.requestLog.filter(({ path }) => path.includes(LISTING))).toHaveLength(5);
  expect(await read(store)).toMatchObject({ status: 'active', statusDetail: null });
});

it('a late 401 of credentials that were renewed since marks nothing', async () => {
  const { shop, store } = await world.wooCommerce({ products: 20 });
  shop.faults.add({ path: LISTING, answer: { unauthorized: true }, times: 2 });
  let reconnected: Promise<Store> | undefined;
  const credentials = {
    store_url: shop.url,
    consumer_key: shop.consumerKey,
    consumer_secret: shop.consumerSecret,
  };
  // The third 401 comes after somebody connected the store again.
  shop.faults.add({
    path: LISTING,
    afterRequests: 1,
    times: 1,
    change: () => {
      reconnected = world.connect('woocommerce', credentials).then((renewed) => {
        shop.faults.add({ path: '/wc/v3/', answer: { unauthorized: true } });
        return renewed;
      });
    },
  });
  shop.faults.add({ path: LISTING, afterRequests: 2, answer: { unauthorized: true } });
  shop.faults.add({ path: LISTING, afterRequests: 2, answer: { delayMs: 3_000 } });

  expect(await world.sync(store)).toMatchObject({ status: 'failed', error: { type: 'store_credentials_rejected' } });

  await reconnected;
  expect(await read(store)).toMatchObject({ status: 'active', credentialsVersion: store.credentialsVersion + 1 });
});

it('a missing scope fails the run without a retry and marks the store', async () => {
  const { shop, store } = await world.wooCommerce({ products: 20 });
  const body = '{"code":"woocommerce_rest_cannot_view","message":"Sorry","data":{"status":403}}';
  shop.faults.add({ path: LISTING, answer: { status: 403, body, headers: { 'Content-Type': 'application/json' } } });

  expect(await world.sync(store)).toMatchObject({ status: 'failed', error: { type: 'store_forbidden' }, attempt: 1 });
  expect(await read(store)).toMatchObject({ status: 'needs_attention' });
});
