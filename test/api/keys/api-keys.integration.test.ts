import { Client } from 'pg';
import { asSuperuser } from '../../support/test-database';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { asker } from '../ask';

let world: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
});
afterAll(() => world.close());

const keysOf = (tenantId: string) => `/v1/tenants/${tenantId}/api-keys`;
const withKey = (key: string) => asker(world.url, { 'x-tenant-id': tenant.id, 'x-tenant-api-key': key });

async function make(json: object = {}) {
  const reply = await world.operator(`POST ${keysOf(tenant.id)}`, {
    json: { name: 'feed', scopes: ['integrations:view'], ...json },
  });
  return reply.body;
}

async function listed(keyId: string) {
  const { body } = await world.operator(`GET ${keysOf(tenant.id)}`);
  return body.items.find((item: { id: string }) => item.id === keyId);
}

const rotate = (keyId: string, json?: object) =>
  world.operator(`POST ${keysOf(tenant.id)}/${keyId}/rotate`, json === undefined ? {} : { json });

const HOUR = 3_600_000;

it('lists what there is to know of each key, newest first, page by page', async () => {
  const expiresAt = new Date(Date.now() + HOUR).toISOString();
  const made = await make({ expires_at: expiresAt });
  expect(made).toMatchObject({ name: 'feed', scopes: ['integrations:view'], expires_at: expiresAt });

  const first = await world.operator(`GET ${keysOf(tenant.id)}?limit=1`);
  expect(first.body.items).toEqual([
    {
      id: made.id,
      name: 'feed',
      prefix: made.key.slice(0, 15),
      scopes: ['integrations:view'],
      created_at: expect.any(String),
      last_used_at: null,
      expires_at: expiresAt,
      revoked_at: null,
      replaced_by: null,
    },
  ]);
  const second = await world.operator(`GET ${keysOf(tenant.id)}?limit=1&cursor=${first.body.next_cursor}`);
  expect(second.body).toMatchObject({ items: [{ name: 'First key', expires_at: null }], next_cursor: null });
});

it('I8 shows no key and no hash in the list, whatever became of the key', async () => {
  const [revoked, rotated, good] = [await make(), await make(), await make()];
  await world.operator(`DELETE ${keysOf(tenant.id)}/${revoked.id}`);
  const { body: newer } = await rotate(rotated.id);
  const superuser = new Client({ connectionString: asSuperuser(world.databaseUrl) });
  await superuser.connect();
  const { rows } = await superuser.query('select hash from api_keys where tenant_id = $1', [tenant.id]);
  await superuser.end();

  const { text, body } = await world.operator(`GET ${keysOf(tenant.id)}`);

  expect(body.items).toHaveLength(5);
  expect(rows).toHaveLength(5);
  for (const { key } of [revoked, rotated, good, newer]) expect(text).not.toContain(key.slice(16));
  for (const encoding of ['hex', 'base64', 'base64url', 'latin1'] as const) {
    for (const { hash } of rows) expect(text).not.toContain(hash.toString(encoding).slice(0, 12));
  }
});

it('knows no list of a tenant that is not there, and no key of another tenant', async () => {
  const other = await world.tenant('Other');
  const { id } = await make();
  expect((await world.operator(`GET ${keysOf('00000000-0000-4000-8000-000000000000')}`)).status).toBe(404);
  expect((await world.operator(`POST ${keysOf(other.id)}/${id}/rotate`)).status).toBe(404);
  expect((await world.operator(`DELETE ${keysOf(other.id)}/${id}`)).status).toBe(404);
  const cursor = (await world.operator(`GET ${keysOf(tenant.id)}?limit=1`)).body.next_cursor;
  expect((await world.operator(`GET ${keysOf(other.id)}?cursor=${cursor}`)).status).toBe(400);
});

it.each([
  ['a moment that has gone', { expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
  ['no moment', { expires_at: 'tomorrow' }, 'expires_at'],
  ['no scope', { scopes: [] }, 'scopes'],
  ['an unknown field', { expires: '2999-01-01T00:00:00Z' }, 'expires'],
])('makes no key with %s', async (_, json, path) => {
  const reply = await make(json);
  expect(reply).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path }] });
  expect((await world.operator(`GET ${keysOf(tenant.id)}`)).body.items).toHaveLength(1);
});

it('refuses a key that has ended as it refuses a wrong one', async () => {
  const { id, key } = await make({ expires_at: '2999-01-01T00:00:00+02:00' });
  const ask = withKey(key);
  expect((await ask('GET /v1/stores')).status).toBe(200);

  await world.database.withSystem(
    (sql) => sql`update api_keys set expires_at = now() where tenant_id = ${tenant.id}::uuid and id = ${id}::uuid`,
  );
  const [ended, wrong] = [await ask('GET /v1/stores'), await withKey('wrong')('GET /v1/stores')];

  expect(ended.status).toBe(401);
  expect({ ...ended.body, request_id: '' }).toEqual({ ...wrong.body, request_id: '' });
});

it('rotates a key: both are good for a day, and the list tells which took whose place', async () => {
  const old = await make();
  const { status, body } = await rotate(old.id);

  expect(status).toBe(201);
  expect(body).toMatchObject({ name: old.name, scopes: old.scopes, expires_at: null });
  expect(body.key).not.toBe(old.key);
  for (const { key } of [old, body]) expect((await withKey(key)('GET /v1/stores')).status).toBe(200);

  const [was, is] = [await listed(old.id), await listed(body.id)];
  expect(was).toMatchObject({ replaced_by: body.id, expires_at: body.old_expires_at, revoked_at: null });
  expect(Date.parse(was.expires_at) - Date.parse(is.created_at)).toBe(24 * HOUR);

  expect((await rotate(old.id)).body).toMatchObject({ status: 409, code: 'conflict', replaced_by: body.id });
});

it('ends the old key at once where that is asked for', async () => {
  const old = await make();
  const { body } = await rotate(old.id, { overlap: '0' });
  expect((await withKey(old.key)('GET /v1/stores')).status).toBe(401);
  expect((await withKey(body.key)('GET /v1/stores')).status).toBe(200);
});

it.each(['31d', '721h', '1s', '-1h', '1.5h', '24', 'h', '', '99999999999d', 24])(
  'knows no overlap of %p',
  async (overlap) => {
    const { id } = await make();
    expect((await rotate(id, { overlap })).body).toMatchObject({ status: 400, errors: [{ path: 'overlap' }] });
    expect(await listed(id)).toMatchObject({ replaced_by: null, expires_at: null });
  },
);

it.each([
  ['30d', 30 * 24 * HOUR],
  ['720h', 720 * HOUR],
  ['15m', HOUR / 4],
  ['0m', 0],
])('knows an overlap of %s', async (overlap, ms) => {
  const old = await make();
  const { body } = await rotate(old.id, { overlap });
  const { created_at } = await listed(body.id);
  expect(Date.parse(body.old_expires_at) - Date.parse(created_at)).toBe(ms);
});

it('takes a key away with those in whose place it was made', async () => {
  const old = await make();
  const { body } = await rotate(old.id);
  expect((await world.operator(`DELETE ${keysOf(tenant.id)}/${body.id}`)).status).toBe(204);

  for (const { id, key } of [old, body]) {
    expect((await withKey(key)('GET /v1/stores')).status).toBe(401);
    expect((await listed(id)).revoked_at).not.toBeNull();
  }
});

it('tells when a key was last used, in reads and in writes, and not who was refused', async () => {
  const [reader, writer, idle] = [await make(), await make({ scopes: ['integrations:manage'] }), await make()];
  await withKey(reader.key)('GET /v1/stores');
  await withKey(writer.key)('POST /v1/catalog/sync/woocommerce');
  await withKey(`${idle.key.slice(0, -1)}${idle.key.endsWith('A') ? 'B' : 'A'}`)('GET /v1/stores');

  for (const { id } of [reader, writer]) {
    await until('the use to be noted', async () => (await listed(id)).last_used_at !== null);
  }
  expect((await listed(idle.id)).last_used_at).toBeNull();
});

it('answers although the use of a key cannot be noted, and says so in the log', async () => {
  const { id, key } = await make();
  const superuser = new Client({ connectionString: asSuperuser(world.databaseUrl) });
  await superuser.connect();
  try {
    await superuser.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
      create trigger refuse before update of last_used_at on api_keys for each row execute function refuse()`);
    expect((await withKey(key)('GET /v1/stores')).status).toBe(200);
    await until('it to be logged', async () =>
      world.log.some((line) => line.includes('the use of a key was not noted') && line.includes(id)),
    );
  } finally {
    await superuser.query('drop trigger refuse on api_keys; drop function refuse()');
    await superuser.end();
  }
});

it('writes rotations into the tenant’s audit log, without the key', async () => {
  const old = await make();
  const { body } = await rotate(old.id, { overlap: '1h' });

  const { text, body: logs } = await tenant.ask('GET /v1/audit-logs');

  expect(logs.items[0]).toMatchObject({
    action: 'api_key_rotated',
    metadata: { key_id: old.id, new_key_id: body.id, old_expires_at: body.old_expires_at, expires_at: null },
  });
  expect(text).not.toContain(body.key.slice(16));
});
