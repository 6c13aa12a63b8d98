import { Client } from 'pg';
import { asOwner, asSuperuser, queryAs } from '../../support/test-database';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld, OPERATOR_KEY, type TestTenant } from '../api-world';
import { asker } from '../ask';
import { insertStore } from '../rows';

let world: ApiWorld;
/** The same service in another process, where OPERATOR_KEY is not set. */
let without: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
  without = await apiWorld({ databaseUrl: world.databaseUrl, operatorKey: null });
  tenant = await world.tenant();
});
afterEach(() => queryAs(asOwner(world.databaseUrl), 'truncate operators'));
afterAll(async () => {
  await without.close();
  await world.close();
});

const make = (name: string, json: object = {}) => world.operator('POST /v1/operators', { json: { name, ...json } });

async function made(name: string): Promise<{ id: string; key: string }> {
  const { status, body } = await make(name);
  expect(status).toBe(201);
  return body;
}

const withKey = (key: string, api = world, more: Record<string, string> = {}) =>
  asker(api.url, { 'x-operator-key': key, ...more });

const auditLogs = async () => (await world.operator('GET /v1/audit-logs?limit=5')).body.items;

it('makes operators whose keys open what OPERATOR_KEY opens', async () => {
  const anna = await made('anna@example.com');
  expect(anna.key).toMatch(/^cso_[0-9a-f]{12}_/);

  const ask = withKey(anna.key);
  for (const request of ['GET /v1/tenants', 'GET /v1/health', 'GET /v1/stores', 'GET /v1/operators']) {
    expect({ request, status: (await ask(request)).status }).toEqual({ request, status: 200 });
  }
  expect((await withKey(anna.key, world, { 'x-tenant-id': tenant.id })('GET /v1/catalog/products')).status).toBe(200);
});

it('writes the operator’s name and key into the audit log, with whatever is done', async () => {
  const anna = await made('anna');
  const actor = { kind: 'operator', id: anna.id, name: 'anna' };
  await insertStore(world.database, tenant.id);

  await withKey(anna.key)(`PATCH /v1/tenants/${tenant.id}`, { json: { name: 'By Anna' } });
  expect((await auditLogs())[0]).toMatchObject({ action: 'tenant_updated', actor });
  await withKey(anna.key, world, { 'x-tenant-id': tenant.id })('POST /v1/catalog/sync/woocommerce');
  expect((await tenant.ask('GET /v1/audit-logs')).body.items[0]).toMatchObject({
    action: 'woocommerce_sync_triggered',
    actor,
  });
  const ben = await withKey(anna.key)('POST /v1/operators', { json: { name: 'ben' } });
  expect((await auditLogs())[0]).toMatchObject({
    action: 'operator_created',
    actor,
    tenant_id: null,
    metadata: { operator_id: ben.body.id, name: 'ben' },
  });
  await world.operator(`DELETE /v1/operators/${ben.body.id}`);
  expect((await auditLogs())[0]).toMatchObject({
    action: 'operator_revoked',
    actor: { kind: 'operator', id: null, name: 'operator' },
    metadata: { operator_id: ben.body.id, name: 'ben' },
  });
});

it('says in the log which operator asked', async () => {
  const { key } = await made('clara');
  await withKey(key)('GET /v1/tenants?limit=3');
  expect(world.log.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ route: '/v1/tenants', caller: 'operator', operator: 'clara' }),
  );
  expect(world.log.join('\n')).not.toContain(key.slice(17));
});

it('I8 lists operators with neither key nor hash, and not who has OPERATOR_KEY', async () => {
  const anna = await made('anna');
  const { body: rotated } = await world.operator(`POST /v1/operators/${anna.id}/rotate`, { json: { overlap: '1h' } });
  await withKey(rotated.key)('GET /v1/tenants');
  const superuser = new Client({ connectionString: asSuperuser(world.databaseUrl) });
  await superuser.connect();
  const { rows } = await superuser.query('select hash from operators');
  await superuser.end();

  await until('the use to be noted', async () => {
    const { items } = (await world.operator('GET /v1/operators')).body;
    return items[0].last_used_at !== null;
  });
  const { text, body } = await world.operator('GET /v1/operators');

  expect(body.items).toMatchObject([
    { id: rotated.id, name: 'anna', prefix: rotated.key.slice(0, 16), expires_at: null, replaced_by: null },
    { id: anna.id, name: 'anna', expires_at: rotated.old_expires_at, replaced_by: rotated.id, revoked_at: null },
  ]);
  for (const { key } of [anna, rotated]) expect(text).not.toContain(key.slice(17));
  for (const { hash } of rows) {
    for (const encoding of ['hex', 'base64', 'base64url', 'latin1'] as const) {
      expect(text).not.toContain(hash.toString(encoding).slice(0, 12));
    }
  }
});

it('refuses whoever left, with the key and with the one before it, and nobody else', async () => {
  const [anna, ben] = [await made('anna'), await made('ben')];
  const { body: rotated } = await world.operator(`POST /v1/operators/${anna.id}/rotate`);
  expect((await world.operator(`DELETE /v1/operators/${rotated.id}`)).status).toBe(204);

  const nobody = await world.ask('GET /v1/tenants');
  for (const api of [world, without]) {
    for (const { key } of [anna, rotated]) {
      const { body } = await withKey(key, api)('GET /v1/tenants');
      expect({ ...body, request_id: '' }).toEqual({ ...nobody.body, request_id: '' });
    }
    expect((await withKey(ben.key, api)('GET /v1/tenants')).status).toBe(200);
  }
  expect((await world.operator(`DELETE /v1/operators/${rotated.id}`)).status).toBe(404);
});

it('rotates a key once, and under the same name', async () => {
  const anna = await made('anna');
  const { status, body } = await world.operator(`POST /v1/operators/${anna.id}/rotate`, { json: { overlap: '0' } });
  expect(status).toBe(201);
  expect(body).toMatchObject({ name: 'anna', expires_at: null });
  expect((await withKey(anna.key)('GET /v1/tenants')).status).toBe(401);
  expect((await withKey(body.key)('GET /v1/tenants')).status).toBe(200);
  expect((await auditLogs())[0]).toMatchObject({
    action: 'operator_key_rotated',
    metadata: { operator_id: anna.id, new_operator_id: body.id, name: 'anna' },
  });
  expect((await world.operator(`POST /v1/operators/${anna.id}/rotate`)).status).toBe(404); // it has ended
});

it('leaves a way in: the last operator stays where OPERATOR_KEY is not set', async () => {
  const [anna, ben] = [await made('anna'), await made('ben')];
  const ask = withKey(anna.key, without);
  expect((await ask(`DELETE /v1/operators/${ben.id}`)).status).toBe(204);
  expect((await ask(`DELETE /v1/operators/${anna.id}`)).body).toMatchObject({ status: 409, code: 'conflict' });
  expect((await ask('GET /v1/tenants')).status).toBe(200);

  expect((await world.operator(`DELETE /v1/operators/${anna.id}`)).status).toBe(204);
  expect((await world.operator('GET /v1/tenants')).status).toBe(200);
});

it.each([
  ['operator', 409],
  ['taken', 409],
  ['Anna', 400],
  ['anna ', 400],
  ['-anna', 400],
  ['аnna', 400], // with a Cyrillic а
  ['a'.repeat(101), 400],
  ['', 400],
])('makes no operator named %p', async (name, status) => {
  await made('taken');
  expect((await make(name)).status).toBe(status);
});

it('makes no operator whose key has ended already', async () => {
  const { body } = await make('anna', { expires_at: '2020-01-01T00:00:00Z' });
  expect(body).toMatchObject({ status: 400, errors: [{ path: 'expires_at' }] });
});

it('does not take a tenant’s key for an operator’s, nor the other way round', async () => {
  const { key } = await made('anna');
  const { 'x-tenant-api-key': own = '' } = tenant.headers;
  expect((await withKey(own)('GET /v1/tenants')).status).toBe(401);
  const headers = { 'x-tenant-id': tenant.id, 'x-tenant-api-key': key };
  expect((await world.ask('GET /v1/stores', { headers })).status).toBe(401);
});

it('knows OPERATOR_KEY whatever it looks like', async () => {
  const key = `cso_${'0'.repeat(12)}_${'A'.repeat(43)}`;
  const api = await apiWorld({ databaseUrl: world.databaseUrl, operatorKey: key });
  try {
    expect((await withKey(key, api)('GET /v1/tenants')).status).toBe(200);
    expect((await withKey(OPERATOR_KEY, api)('GET /v1/tenants')).status).toBe(401);
  } finally {
    await api.close();
  }
});
