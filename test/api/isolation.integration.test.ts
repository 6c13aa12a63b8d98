import { type ApiWorld, apiWorld, type TestTenant } from './api-world';
import { insertProduct, insertRun, insertStore } from './rows';

let world: ApiWorld;
let acme: TestTenant;
let other: TestTenant;
let ids: { store: string; run: string; product: string };

beforeAll(async () => {
  world = await apiWorld();
  acme = await world.tenant('Acme');
  other = await world.tenant('Other');
  const store = await insertStore(world.database, acme.id);
  const owner = { tenantId: acme.id, storeId: store };
  ids = {
    store,
    run: await insertRun(world.database, owner, { status: 'awaiting_approval' }),
    product: await insertProduct(world.database, owner, { externalId: '1', sku: 'SKU', title: 'Hat' }),
  };
  await acme.ask('POST /v1/catalog/sync/woocommerce');
});
afterAll(() => world.close());

it.each([
  ['GET /v1/stores/:store', undefined],
  ['PATCH /v1/stores/:store', { name: 'Mine' }],
  ['DELETE /v1/stores/:store', undefined],
  ['POST /v1/stores/:store/rejected/retry', undefined],
  ['GET /v1/sync-runs/:run', undefined],
  ['POST /v1/sync-runs/:run/cancel', undefined],
  ['POST /v1/sync-runs/:run/approve', undefined],
  ['POST /v1/sync-runs/:run/reject', undefined],
  ['GET /v1/sync-runs/:run/missing', undefined],
  ['GET /v1/sync-runs/:run/rejected', undefined],
  ['POST /v1/sync-runs/:run/rejected/retry', undefined],
  ['GET /v1/catalog/products/:product', undefined],
])('I9 answers %s of another tenant as if there were none', async (request, json) => {
  const filled = request.replace(/:(store|run|product)/, (_, name: keyof typeof ids) => ids[name]);

  const { status, body } = await other.ask(filled, json ? { json } : {});

  expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
  expect(body.detail).not.toContain(acme.id);
});

it.each([
  'GET /v1/stores',
  'GET /v1/sync-runs',
  'GET /v1/catalog/products',
  'GET /v1/catalog/products?sku=SKU',
  'GET /v1/catalog/products?search=hat',
  'GET /v1/audit-logs',
  'GET /v1/webhook-logs',
])('I9 lists nothing of another tenant in %s', async (request) => {
  expect((await other.ask(request)).body.items).toEqual([]);
  const filtered = request.includes('products') || request.endsWith('sync-runs');
  if (filtered) {
    const separator = request.includes('?') ? '&' : '?';
    expect((await other.ask(`${request}${separator}store_id=${ids.store}`)).body.items).toEqual([]);
  }
});

it('I9 starts no sync of another tenant’s store', async () => {
  const { status } = await other.ask('POST /v1/catalog/sync/woocommerce', { json: { store_id: ids.store } });
  expect(status).toBe(404);
});

it('I9 leaves the store, the run and the product of the asked tenant as they were', async () => {
  expect((await acme.ask(`GET /v1/stores/${ids.store}`)).body).toMatchObject({ name: 'Shop', status: 'active' });
  expect((await acme.ask(`GET /v1/sync-runs/${ids.run}`)).body.status).toBe('awaiting_approval');
  expect((await acme.ask(`GET /v1/catalog/products/${ids.product}`)).status).toBe(200);
});
