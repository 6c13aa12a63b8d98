import { type ShopifySimulator, startShopifySimulator } from '../../simulators/shopify/start';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import { refreshHintsId } from '../../src/model/workflow-ids';
import { ringDoorbell } from '../../src/temporal/ring-doorbell';
import { asSuperuser, queryAs } from '../support/test-database';
import { until } from '../support/until';
import { type ApiWorld, apiWorld, type TestTenant } from './api-world';
import { insertStore } from './rows';

let woocommerce: WooCommerceSimulator;
let shopify: ShopifySimulator;
let world: ApiWorld;
let tenant: TestTenant;
let made = 0;

beforeAll(async () => {
  [woocommerce, shopify] = await Promise.all([startWooCommerceSimulator(), startShopifySimulator()]);
  world = await apiWorld({ surroundings: { shopifyOriginTemplate: shopify.originTemplate } });
});
beforeEach(async () => {
  tenant = await world.tenant();
});
afterAll(async () => {
  await world.close();
  await Promise.all([woocommerce.close(), shopify.close()]);
});

/** What was tried in vain is written down by and by. */
const whenAudited = (action: string) =>
  until(`an entry of ${action}`, async () => {
    const reply = await tenant.ask('GET /v1/audit-logs');
    return reply.body.items.some((item: { action: string }) => item.action === action) && reply;
  });

function wooShop() {
  made += 1;
  const shop = woocommerce.addShop({ name: `shop-${made}`, products: 3, currency: 'SEK' });
  const { url: store_url, consumerKey: consumer_key, consumerSecret: consumer_secret } = shop;
  return { platform: 'woocommerce', credentials: { store_url, consumer_key, consumer_secret } };
}

it('I8 connects a WooCommerce store and answers what it is, never its credentials', async () => {
  const json = wooShop();

  const { status, body, text } = await tenant.ask('POST /v1/stores', { json: { ...json, name: 'My shop' } });

  expect(status).toBe(201);
  expect(body).toMatchObject({
    platform: 'woocommerce',
    name: 'My shop',
    store_url: json.credentials.store_url,
    status: 'active',
    currency: 'SEK',
    product_count: 3,
    settings: {
      deactivation_brake: { count: 20, percent: 20 },
      bulk_above: { products: 10_000, variants: 50_000 },
      hint_storm: { ids: 1_000, percent: 25, at_least: 100 },
    },
  });
  const everything = [text, (await tenant.ask('GET /v1/stores')).text, (await tenant.ask('GET /v1/audit-logs')).text];
  expect([...everything, ...world.log].join('\n')).not.toContain(json.credentials.consumer_secret);
  expect((await tenant.ask('GET /v1/sync-runs')).body.items).toEqual([]);
});

it('starts a first full sync where sync: true asks for it, and the next time finds it under way', async () => {
  const json = { ...wooShop(), sync: true };

  const { status, body } = await tenant.ask('POST /v1/stores', { json });

  expect(status).toBe(201);
  expect(body.sync).toEqual({ run_id: expect.any(String), workflow_id: `sync-products/woocommerce/${body.id}` });
  const run = await tenant.ask(`GET /v1/sync-runs/${body.sync.run_id}`);
  expect(run.body).toMatchObject({ status: 'queued', mode: 'full', trigger: 'api', store_id: body.id });
  expect(await tenant.ask('POST /v1/stores', { json })).toMatchObject({ status: 200, body: { sync: body.sync } });
  const actions = (await tenant.ask('GET /v1/audit-logs')).body.items.map((item: { action: string }) => item.action);
  const connecting = ['woocommerce_sync_triggered', 'store_connected'];
  expect(actions).toEqual([connecting[0], 'store_reconnected', ...connecting]);
  expect((await tenant.ask(`GET /v1/stores/${body.id}`)).body).not.toHaveProperty('sync');
});

it('I8 checks a store without keeping anything of it', async () => {
  const json = wooShop();

  const { status, body, text } = await tenant.ask('POST /v1/stores/check', { json });

  expect([status, body]).toEqual([200, { ok: true, name: expect.any(String), currency: 'SEK', product_count: 3 }]);
  const wrongKey = { ...json, credentials: { ...json.credentials, consumer_secret: 'cs_wrong' } };
  const rejected = await tenant.ask('POST /v1/stores/check', { json: wrongKey });
  expect([rejected.status, rejected.body.code]).toEqual([422, 'store_credentials_rejected']);
  expect((await tenant.ask('POST /v1/stores/check', { json: { platform: 'woocommerce' } })).status).toBe(400);
  for (const list of ['stores', 'sync-runs']) {
    expect((await tenant.ask(`GET /v1/${list}`)).body.items).toEqual([]);
  }
  const audit = await whenAudited('store_connect_failed');
  expect(audit.body.items).toMatchObject([
    { outcome: 'failed', metadata: { reason: 'credentials_rejected', check: true } },
  ]);
  expect([text, rejected.text, audit.text, ...world.log].join('\n')).not.toMatch(
    new RegExp(`${json.credentials.consumer_secret}|cs_wrong`),
  );
});

it('connects a Shopify store with its token', async () => {
  const shop = shopify.addShop({ domain: 'one.myshopify.com' });
  const credentials = { shop_domain: 'https://One.myshopify.com/admin', access_token: shop.accessToken };

  const { status, body } = await tenant.ask('POST /v1/stores', { json: { platform: 'shopify', credentials } });

  expect(status).toBe(201);
  expect(body).toMatchObject({ platform: 'shopify', shop_domain: 'one.myshopify.com', status: 'active' });
});

it('takes another spelling of the address for the same store, and keeps its id', async () => {
  const json = wooShop();
  const first = await tenant.ask('POST /v1/stores', { json });
  const store_url = `${json.credentials.store_url.replace('http', 'HTTP')}/wp-json/`;

  const again = await tenant.ask('POST /v1/stores', {
    json: { ...json, credentials: { ...json.credentials, store_url } },
  });

  expect(again).toMatchObject({ status: 200, body: { id: first.body.id } });
  expect((await tenant.ask('GET /v1/stores')).body.items).toHaveLength(1);
  const actions = (await tenant.ask('GET /v1/audit-logs')).body.items.map((item: { action: string }) => item.action);
  expect(actions).toEqual(['store_reconnected', 'store_connected']);
});

it('I9 lets two tenants connect the same store, each for itself', async () => {
  const json = wooShop();
  const other = await world.tenant('Other');
  const mine = await tenant.ask('POST /v1/stores', { json });
  const theirs = await other.ask('POST /v1/stores', { json });
  expect([mine.status, theirs.status]).toEqual([201, 201]);
  expect(mine.body.id).not.toBe(theirs.body.id);
});

it('says which known cause it is when a store cannot be connected', async () => {
  const { platform, credentials } = wooShop();
  const wrongKey = { platform, credentials: { ...credentials, consumer_secret: 'cs_wrong' } };
  const rejected = await tenant.ask('POST /v1/stores', { json: wrongKey });
  expect(rejected.body).toMatchObject({ status: 422, code: 'store_credentials_rejected' });
  expect(rejected.text).not.toContain('cs_wrong');

  const nobody = { platform, credentials: { ...credentials, store_url: 'http://127.0.0.1:1' } };
  expect((await tenant.ask('POST /v1/stores', { json: nobody })).body).toMatchObject({
    status: 422,
    code: 'store_unreachable',
  });
  expect((await tenant.ask('GET /v1/stores')).body.items).toEqual([]);
});

it('says of a store that does not hear what it is asked why it cannot be synced, and keeps nothing of it', async () => {
  for (const [ignores, what] of [
    ['all', 'the query does not reach WordPress'],
    [['offset', 'page'], 'whatever the offset'],
  ] as const) {
    const json = wooShop();
    woocommerce.shop(`shop-${made}`).faults.add({ answer: { ignores } });
    const { body } = await tenant.ask('POST /v1/stores', { json });
    expect(body).toMatchObject({
      status: 422,
      code: 'store_not_supported',
      detail: expect.stringContaining(what),
    });
  }
  expect((await tenant.ask('GET /v1/stores')).body.items).toEqual([]);
});

it('refuses private addresses without a connection where they are not allowed', async () => {
  const strict = await apiWorld({ surroundings: { allowPrivateStores: false } });
  try {
    const { ask } = await strict.tenant();
    const json = wooShop();
    const { body } = await ask('POST /v1/stores', { json });
    expect(body).toMatchObject({ status: 422, code: 'store_address_refused' });
    expect(woocommerce.shop(`shop-${made}`).counters.requests).toBe(0);
  } finally {
    await strict.close();
  }
});

it('names what is wrong with the given credentials by field', async () => {
  const json = { platform: 'shopify', credentials: { shop_domain: 'evil.example', access_token: 't' } };
  const { body } = await tenant.ask('POST /v1/stores', { json });
  expect(body).toMatchObject({ status: 400, errors: [{ path: 'credentials.shop_domain' }] });
  const unknown = await tenant.ask('POST /v1/stores', { json: { platform: 'magento', credentials: {} } });
  expect(unknown.body).toMatchObject({ status: 400, errors: [{ path: 'platform' }] });
});

it('changes a name or a part of the settings, and leaves the rest', async () => {
  const id = await insertStore(world.database, tenant.id);
  const json = { settings: { deactivation_brake: { count: 5 } } };

  const changed = await tenant.ask(`PATCH /v1/stores/${id}`, { json });
  expect(changed.body).toMatchObject({ name: 'Shop', settings: { deactivation_brake: { count: 5, percent: 20 } } });
  const renamed = await tenant.ask(`PATCH /v1/stores/${id}`, { json: { name: 'Outlet' } });
  expect(renamed.body).toMatchObject({ name: 'Outlet', settings: { deactivation_brake: { count: 5, percent: 20 } } });

  const wrong = { settings: { deactivation_brake: { percent: 101 } }, status: 'disconnected' };
  const { body } = await tenant.ask(`PATCH /v1/stores/${id}`, { json: wrong });
  expect(body.errors.map((fault: { path: string }) => fault.path).sort()).toEqual([
    'settings.deactivation_brake.percent',
    'status',
  ]);
});

it('disconnects a store: what it has under way is asked to cancel, its credentials are gone, it stays listed', async () => {
  const { body: store } = await tenant.ask('POST /v1/stores', { json: wooShop() });
  const { body: run } = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  const { id: storeId, name: storeName } = store;
  await ringDoorbell(world.temporal, { tenantId: tenant.id, storeId, platform: 'woocommerce', storeName });

  expect((await tenant.ask(`DELETE /v1/stores/${store.id}`)).status).toBe(204);

  for (const workflowId of [run.workflow_id, refreshHintsId('woocommerce', storeId)]) {
    const { events } = await world.temporal.ask((client) => client.workflow.getHandle(workflowId).fetchHistory());
    expect(events?.some((event) => event.workflowExecutionCancelRequestedEventAttributes)).toBe(true);
  }
  expect((await tenant.ask(`GET /v1/stores/${store.id}`)).body.status).toBe('disconnected');
  const { rows } = await queryAs(
    asSuperuser(world.databaseUrl),
    'select sealed_credentials from stores where id = $1::uuid',
    [store.id],
  );
  expect(rows).toEqual([{ sealed_credentials: null }]);
  expect((await tenant.ask(`DELETE /v1/stores/${store.id}`)).status).toBe(204);
});
