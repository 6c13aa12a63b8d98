import { type ApiWorld, apiWorld, type TestTenant } from './api-world';
import { asker } from './ask';
import { insertRun, insertStore } from './rows';

let world: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

it('names every fault of a body, unknown fields too', async () => {
  const { status, body } = await world.operator('POST /v1/tenants', {
    json: { name: 7, slug: 'Not A Slug', extra: 1 },
  });

  expect(status).toBe(400);
  expect(body.code).toBe('invalid_request');
  expect(body.errors.map((fault: { path: string }) => fault.path).sort()).toEqual(['extra', 'name', 'slug']);
  for (const { message } of body.errors) expect(body.detail).toContain(message);
});

it('names the faults of path, query and body together', async () => {
  const { body } = await tenant.ask('PATCH /v1/stores/7?dry=1', { json: { colour: 'red' } });
  expect(body.errors.map((fault: { path: string }) => fault.path).sort()).toEqual(['colour', 'dry', 'id']);
});

it.each([
  'GET /v1/stores/7',
  'GET /v1/stores?colour=red',
  'GET /v1/stores?limit=0',
  'GET /v1/stores?limit=201',
  'GET /v1/stores?limit=2.5',
  'GET /v1/stores?limit=',
  'GET /v1/stores?limit=1&limit=2',
  'GET /v1/stores?cursor=nonsense',
  'GET /v1/stores?cursor=',
  'GET /v1/sync-runs/7',
  'GET /v1/sync-runs?status=lost',
  'GET /v1/sync-runs?store_id=',
  'GET /v1/sync-runs?mode=full,lost',
  'GET /v1/sync-runs?since=yesterday',
  'GET /v1/catalog/products?is_active=yes',
  'GET /v1/catalog/products?search=%00',
  'GET /v1/catalog/products?updated_since=yesterday',
  'GET /v1/catalog/products?updated_since=0000-01-01T00:00:00Z',
  'POST /v1/catalog/sync/magento',
  'GET /v1/stores/%E0%A4%A',
])('refuses %s with 400', async (request) => {
  expect((await tenant.ask(request)).body).toMatchObject({ status: 400, code: 'invalid_request' });
});

it('takes times with an offset and finds nothing for a UUID of any kind', async () => {
  expect((await tenant.ask('GET /v1/catalog/products?updated_since=2026-11-01T00:00:00%2B23:30')).status).toBe(200);
  expect((await tenant.ask('GET /v1/stores/00000000-0000-0000-0000-000000000001')).status).toBe(404);
});

it('refuses JSON that does not parse', async () => {
  const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce', {
    raw: '{"store_id":',
    headers: { 'content-type': 'application/json' },
  });
  expect(body).toMatchObject({ status: 400, code: 'invalid_request' });
});

it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
  'refuses a body of %s with 415',
  async (type) => {
    const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce', {
      raw: 'mode=full',
      headers: { 'content-type': type },
    });
    expect(body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  },
);

it('takes an absent body without a Content-Type, an empty one with it, and JSON that names its charset', async () => {
  const noStore = { status: 400, code: 'not_configured' };
  expect((await tenant.ask('POST /v1/catalog/sync/woocommerce')).body).toMatchObject(noStore);
  const json = { 'content-type': 'application/json' };
  expect((await tenant.ask('POST /v1/catalog/sync/woocommerce', { headers: json })).body).toMatchObject(noStore);
  const charset = { raw: '{}', headers: { 'content-type': 'Application/JSON; charset=utf-8' } };
  expect((await tenant.ask('POST /v1/catalog/sync/woocommerce', charset)).body).toMatchObject(noStore);
});

it('takes 1 MiB and no more', async () => {
  const padding = ' '.repeat(1024 * 1024 - 2);
  const json = { 'content-type': 'application/json' };
  expect((await tenant.ask('POST /v1/catalog/sync/woocommerce', { raw: `{}${padding}`, headers: json })).status).toBe(
    400,
  );
  const tooLarge = await tenant.ask('POST /v1/catalog/sync/woocommerce', { raw: `{} ${padding}`, headers: json });
  expect(tooLarge.body).toMatchObject({ status: 413, code: 'too_large' });
});

it('says which methods a path has, and that an unknown path is none', async () => {
  const wrong = await tenant.ask('DELETE /v1/stores');
  expect(wrong.body).toMatchObject({ status: 405, code: 'method_not_allowed' });
  expect(wrong.headers.get('allow')).toBe('POST, GET, HEAD');
  expect((await tenant.ask('GET /v1/nothing')).body).toMatchObject({ status: 404, code: 'not_found' });
});

it('makes a cursor good for its own list, filters and tenant only', async () => {
  const storeId = await insertStore(world.database, tenant.id);
  for (const queued of [10, 20, 30]) await insertRun(world.database, { tenantId: tenant.id, storeId }, { queued });
  const { body } = await tenant.ask('GET /v1/sync-runs?limit=1&status=completed');
  const cursor = body.next_cursor;

  expect((await tenant.ask(`GET /v1/sync-runs?limit=2&status=completed&cursor=${cursor}`)).status).toBe(200);
  expect((await tenant.ask(`GET /v1/sync-runs?limit=1&cursor=${cursor}`)).status).toBe(400);
  expect((await tenant.ask(`GET /v1/audit-logs?cursor=${cursor}`)).status).toBe(400);
  const loud = asker(world.url, { ...tenant.headers, 'x-tenant-id': tenant.id.toUpperCase() });
  expect((await loud(`GET /v1/sync-runs?limit=1&status=completed&cursor=${cursor}`)).status).toBe(200);
  const other = await world.tenant('Other');
  expect((await other.ask(`GET /v1/sync-runs?limit=1&status=completed&cursor=${cursor}`)).status).toBe(400);
});

it.each([
  ['POST /v1/catalog/sync/woocommerce', { mode: 'refresh' }, 'inventory'],
  ['POST /v1/catalog/sync/shopify', { mode: 'hourly', dry_run: true }, 'full'],
])('says for %s with %j what is available', async (request, json, available) => {
  const { body } = await tenant.ask(request, { json });
  expect(body).toMatchObject({ status: 400, code: 'invalid_request' });
  expect(body.detail).toContain(available);
});

it('says what there is in place of the requests that this version lacks', async () => {
  expect((await world.operator('POST /v1/sync-all', { json: { mode: 'incremental' } })).body.detail).toContain(
    '"full"',
  );
});
