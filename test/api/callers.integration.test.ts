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

it('knows no operator when no key of his is set', async () => {
  const lonely = await apiWorld({ operatorKey: null });
  try {
    expect((await lonely.operator('GET /v1/tenants')).status).toBe(401);
    expect((await lonely.ask('GET /v1/tenants', { headers: { 'x-operator-key': 'null' } })).status).toBe(401);
  } finally {
    await lonely.close();
  }
});

it('lets a key that may manage integrations view them', async () => {
  const manage = withKey((await keyOf(tenant.id, ['integrations:manage'])).key);
  const view = withKey((await keyOf(tenant.id, ['integrations:view'])).key);

  expect((await manage('GET /v1/stores')).status).toBe(200);
  expect((await view('GET /v1/stores')).status).toBe(200);
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
