import { randomUUID } from 'node:crypto';
import { SCOPES } from '../../src/model/scopes';
import { type ApiWorld, apiWorld, OPERATOR_KEY, type TestTenant } from './api-world';
import { asker } from './ask';

let world: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

async function keyOf(tenantId: string, scopes: string[]) {
  const { body } = await world.operator(`POST /v1/tenants/${tenantId}/api-keys`, { json: { name: 'a key', scopes } });
  return body;
}

const withKey = (key: string) => asker(world.url, { 'x-tenant-id': tenant.id, 'x-tenant-api-key': key });

it('gives a wrong tenant, a wrong key, another tenant’s key and missing headers the same 401', async () => {
  const other = await world.tenant('Other');
  const { 'x-tenant-api-key': key = '' } = tenant.headers;
  const refused: Record<string, string>[] = [
    {},
    { 'x-tenant-id': tenant.id },
    { 'x-tenant-api-key': key },
    { 'x-tenant-id': 'no uuid', 'x-tenant-api-key': key },
    { 'x-tenant-id': randomUUID(), 'x-tenant-api-key': key },
    { 'x-tenant-id': other.id, 'x-tenant-api-key': key },
    { 'x-tenant-id': tenant.id, 'x-tenant-api-key': 'wrong' },
    { 'x-tenant-id': tenant.id, 'x-tenant-api-key': `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}` },
    { 'x-operator-key': 'wrong' },
    { ...tenant.headers, 'x-operator-key': 'wrong' },
    { 'x-tenant-id': tenant.id, 'x-operator-key': `${OPERATOR_KEY}!` },
  ];

  const replies = await Promise.all(refused.map((headers) => world.ask('GET /v1/stores', { headers })));

  for (const { body } of replies) {
    expect({ ...body, request_id: '' }).toEqual({ ...replies[0]?.body, request_id: '' });
    expect(body).toMatchObject({ status: 401, code: 'unauthenticated' });
  }
});

it('lets only the operator’s key do what is the operator’s', async () => {
  expect((await world.operator('GET /v1/tenants')).status).toBe(200);
  for (const headers of [{}, tenant.headers, { 'x-operator-key': 'wrong' }, { 'x-operator-key': '' }]) {
    const { body } = await world.ask('GET /v1/tenants', { headers });
    expect(body).toMatchObject({ status: 401, code: 'unauthenticated' });
  }
});

it('knows no operator when no key of his is set', async () => {
  const lonely = await apiWorld({ operatorKey: null });
  try {
    expect((await lonely.operator('GET /v1/tenants')).status).toBe(401);
    expect((await lonely.ask('GET /v1/tenants', { headers: { 'x-operator-key': 'null' } })).status).toBe(401);
  } finally {
    await lonely.close();
  }
});

it('names the scope that a key lacks', async () => {
  const { key } = await keyOf(tenant.id, ['catalog:view']);
  const ask = withKey(key);

  expect((await ask('GET /v1/catalog/products')).status).toBe(200);
  const { status, body } = await ask('POST /v1/catalog/sync/woocommerce');
  expect({ status, code: body.code }).toEqual({ status: 403, code: 'insufficient_scope' });
  expect(body.detail).toContain('integrations:manage');
});

it('lets a key that may manage integrations view them, and not the other way round', async () => {
  const manage = withKey((await keyOf(tenant.id, ['integrations:manage'])).key);
  const view = withKey((await keyOf(tenant.id, ['integrations:view'])).key);

  expect((await manage('GET /v1/stores')).status).toBe(200);
  expect((await view('GET /v1/stores')).status).toBe(200);
  expect((await view(`DELETE /v1/stores/${randomUUID()}`)).status).toBe(403);
  expect((await manage('GET /v1/catalog/products')).status).toBe(403);
});

it('refuses a revoked key, and all keys of an inactive tenant with another word', async () => {
  const acme = await world.tenant('Switched off');
  const { id, key } = await keyOf(acme.id, [...SCOPES]);
  const ask = asker(world.url, { 'x-tenant-id': acme.id, 'x-tenant-api-key': key });
  expect((await ask('GET /v1/stores')).status).toBe(200);

  expect((await world.operator(`DELETE /v1/tenants/${acme.id}/api-keys/${id}`)).status).toBe(204);
  expect((await ask('GET /v1/stores')).status).toBe(401);

  await world.operator(`PATCH /v1/tenants/${acme.id}`, { json: { is_active: false } });
  expect((await acme.ask('GET /v1/stores')).body).toMatchObject({ status: 403, code: 'tenant_inactive' });
});

it('I8 logs who asked and what came of it, and no key', async () => {
  await tenant.ask('GET /v1/stores?limit=3');

  const lines = world.log.map((line) => JSON.parse(line));
  expect(lines).toContainEqual(
    expect.objectContaining({
      request_id: expect.any(String),
      tenant_id: tenant.id,
      tenant_slug: 'acme',
      method: 'GET',
      route: '/v1/stores',
      status: 200,
      duration_ms: expect.any(Number),
    }),
  );
  expect(world.log.join('\n')).not.toContain(tenant.headers['x-tenant-api-key']?.slice(20));
  expect(world.log.join('\n')).not.toContain(OPERATOR_KEY);
});
