import { randomUUID } from 'node:crypto';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { databaseFaults } from '../../support/database-faults';
import { asSuperuser, queryAs } from '../../support/test-database';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import type { Ask } from '../ask';

let woocommerce: WooCommerceSimulator;
let world: ApiWorld;
let tenant: TestTenant;
let made = 0;

beforeAll(async () => {
  woocommerce = await startWooCommerceSimulator();
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
});
afterAll(async () => {
  await world.close();
  await woocommerce.close();
});

const superuser = (text: string) => queryAs(asSuperuser(world.databaseUrl), text);

async function send(ask: Ask, request: string, key: string, json: unknown = {}) {
  const { status, body, headers } = await ask(request, { json, headers: { 'idempotency-key': key } });
  return { status, body, isReplayed: headers.get('idempotent-replayed') === 'true', wait: headers.get('retry-after') };
}

const rowsOf = async (table: string) => (await superuser(`select count(*)::int as count from ${table}`)).rows[0].count;

/** The key's row as it was so long ago; `unanswered`: as if its request had ended before it made anything. */
const age = (key: string, seconds: number, unanswered = false) =>
  superuser(`
    update idempotency_keys
       set taken_at = taken_at - interval '${seconds} seconds' ${unanswered ? ', answered_at = null' : ''}
     where key = '${key}'`);

function shop() {
  made += 1;
  const { url, consumerKey, consumerSecret } = woocommerce.addShop({ name: `shop-${made}`, products: 3 });
  const credentials = { store_url: url, consumer_key: consumerKey, consumer_secret: consumerSecret };
  return { platform: 'woocommerce', credentials };
}

interface Case {
  ask: Ask;
  request: string;
  json: unknown;
  table: string;
}

const CASES: Record<string, () => Case | Promise<Case>> = {
  'a tenant': () => ({
    ...{ ask: world.operator, request: 'POST /v1/tenants', json: { name: 'Made once' }, table: 'tenants' },
  }),
  'an API key': () => ({
    ...{ ask: world.operator, request: `POST /v1/tenants/${tenant.id}/api-keys`, table: 'api_keys' },
    json: { name: 'Once', scopes: ['catalog:view'] },
  }),
  'an API key in place of another': async () => {
    const path = `/v1/tenants/${tenant.id}/api-keys`;
    const { items } = (await world.operator(`GET ${path}`)).body;
    return { ask: world.operator, request: `POST ${path}/${items[0].id}/rotate`, json: {}, table: 'api_keys' };
  },
  'an operator': () => ({
    ...{ ask: world.operator, request: 'POST /v1/operators', table: 'operators' },
    json: { name: `anna-${randomUUID()}` },
  }),
  'an operator’s key in place of another': async () => {
    const { body } = await world.operator('POST /v1/operators', { json: { name: `ben-${randomUUID()}` } });
    return { ask: world.operator, request: `POST /v1/operators/${body.id}/rotate`, json: {}, table: 'operators' };
  },
  'a store': () => ({ ask: tenant.ask, request: 'POST /v1/stores', json: shop(), table: 'stores' }),
  'a store for which an operator asks': () => ({
    ask: (request, options = {}) =>
      world.operator(request, { ...options, headers: { ...options.headers, 'x-tenant-id': tenant.id } }),
    ...{ request: 'POST /v1/stores', json: shop(), table: 'stores' },
  }),
  'a store with its first sync': () => ({
    ...{ ask: tenant.ask, request: 'POST /v1/stores', json: { ...shop(), sync: true }, table: 'sync_runs' },
  }),
};

it.each(Object.keys(CASES))('makes %s once, however often it is asked for, and gives one answer', async (what) => {
  const { ask, request, json, table } = await (CASES[what] as () => Promise<Case>)();
  const key = randomUUID();
  const before = await rowsOf(table);
  const entries = await rowsOf('audit_logs');

  const first = await send(ask, request, key, json);
  const written = (await rowsOf('audit_logs')) - entries;
  expect(first).toMatchObject({ status: 201, isReplayed: false });
  for (let again = 0; again < 3; again++) {
    expect(await send(ask, request, key, json)).toEqual({ ...first, isReplayed: true });
  }

  expect(await rowsOf(table)).toBe(before + 1);
  expect((await rowsOf('audit_logs')) - entries).toBe(written);
});

it('refuses another body, query or path under a key, and makes nothing of it', async () => {
  const key = randomUUID();
  const path = `/v1/tenants/${tenant.id}/api-keys`;
  const json = { name: 'Once', scopes: ['catalog:view'] };
  expect((await send(world.operator, `POST ${path}`, key, json)).status).toBe(201);
  const before = await rowsOf('api_keys');

  const other = await world.tenant('Other');
  for (const [asked, body] of [
    [path, { ...json, name: 'Another' }],
    [path, { ...json, scopes: ['catalog:view', 'integrations:view'] }],
    [`/v1/tenants/${other.id}/api-keys`, json],
  ] as const) {
    const { status, body: told } = await send(world.operator, `POST ${asked}`, key, body);
    expect({ status, code: told.code }).toEqual({ status: 422, code: 'idempotency_key_reused' });
  }
  expect(await rowsOf('api_keys')).toBe(before + 1); // that of the other tenant
  // What does not parse is told so, and a key of another route is another key.
  expect((await send(world.operator, `POST ${path}`, key, {})).status).toBe(400);
  expect((await send(world.operator, 'POST /v1/tenants', key, { name: 'Acme' })).status).toBe(201);
});

it('answers 409 while the first request is under way, and takes its place after a minute', async () => {
  const key = randomUUID();
  const ask = () => send(world.operator, 'POST /v1/tenants', key, { name: 'Left alone' });
  const first = await ask();
  await age(key, 0, true);

  expect(await ask()).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' }, wait: '1' });
  await age(key, 55);
  expect((await ask()).status).toBe(409);
  await age(key, 6);
  const second = await ask();

  expect(second).toMatchObject({ status: 201, isReplayed: false });
  expect(second.body.id).not.toBe(first.body.id);
  expect(await ask()).toEqual({ ...second, isReplayed: true });
});

it('forgets a key after 24 hours, whether maintenance came by or not', async () => {
  const key = randomUUID();
  const ask = (name: string) => send(world.operator, 'POST /v1/tenants', key, { name });
  const first = await ask('Today');
  await age(key, 24 * 3_600 - 10);
  expect((await ask('Today')).body.id).toBe(first.body.id);
  await age(key, 20);

  const second = await ask('Tomorrow');

  expect(second).toMatchObject({ status: 201, isReplayed: false, body: { name: 'Tomorrow' } });
  expect((await ask('Today')).status).toBe(422);
});

it('keeps a refusal, under an id of its own each time, and nothing that failed on our side', async () => {
  const slug = `taken-${randomUUID()}`;
  await world.operator('POST /v1/tenants', { json: { name: 'First', slug } });
  const key = randomUUID();
  const ask = () => send(world.operator, 'POST /v1/tenants', key, { name: 'Second', slug });
  const refused = await ask();
  expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' }, isReplayed: false });
  const { request_id: _, ...told } = refused.body;
  expect(await ask()).toMatchObject({ status: 409, body: told, isReplayed: true });

  const faults = await databaseFaults(world.databaseUrl);
  try {
    for (const [on, table] of [
      ['insert', 'api_keys'],
      ['update', 'idempotency_keys'],
      ['insert', 'idempotency_keys'],
    ] as const) {
      const other = randomUUID();
      const before = await rowsOf('tenants');
      const make = () => send(world.operator, 'POST /v1/tenants', other, { name: 'Through a fault' });
      await faults.strike({ on, table, code: '53300', times: 1 });
      expect(await make()).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
      expect(await rowsOf('tenants')).toBe(before);
      expect(await make()).toMatchObject({ status: 201, isReplayed: false });
      expect(await rowsOf('tenants')).toBe(before + 1);
      await faults.clear();
    }
  } finally {
    await faults.close();
  }
});

it('I9 takes the same key of another tenant, and of another caller, for another key', async () => {
  const key = 'order-1';
  const other = await world.tenant('Other');
  const { body: made } = await world.operator('POST /v1/operators', { json: { name: `cleo-${randomUUID()}` } });
  const cleo: Ask = (request, options = {}) =>
    world.ask(request, { ...options, headers: { ...options.headers, 'x-operator-key': made.key } });

  const stores = [
    await send(tenant.ask, 'POST /v1/stores', key, shop()),
    await send(other.ask, 'POST /v1/stores', key, shop()),
  ];
  const tenants = [
    await send(world.operator, 'POST /v1/tenants', key, { name: 'By the first' }),
    await send(cleo, 'POST /v1/tenants', key, { name: 'By Cleo' }),
  ];

  for (const reply of [...stores, ...tenants]) expect(reply).toMatchObject({ status: 201, isReplayed: false });
  expect((await send(cleo, 'POST /v1/tenants', key, { name: 'By Cleo' })).body).toEqual(tenants[1]?.body);
});

it('I8 I9 keeps a new key sealed, and shows no scope what belongs to another', async () => {
  const { body } = await send(world.operator, 'POST /v1/tenants', randomUUID(), { name: 'Sealed' });
  await send(tenant.ask, 'POST /v1/stores', randomUUID(), shop());
  const { rows } = await superuser(`select sealed from idempotency_keys`);
  for (const { sealed } of rows) expect(sealed.toString('latin1')).not.toContain(body.api_key.key);
  expect(world.log.join()).not.toContain(body.api_key.key);

  const system = await world.database.withSystem((sql) => sql`select distinct tenant_id from idempotency_keys`);
  expect(system.rows).toEqual([{ tenant_id: null }]);
  const own = await world.database.withTenant(tenant.id, (sql) => sql`select tenant_id from idempotency_keys`);
  expect(own.rows).toEqual([{ tenant_id: tenant.id }]);
  const taken = world.database.withTenant(
    tenant.id,
    (sql) => sql`
      insert into idempotency_keys (id, caller, route, key, attempt, sealed)
      values (gen_random_uuid(), 'OPERATOR_KEY', 'createTenant', 'key', gen_random_uuid(), 'x')`,
  );
  await expect(taken).rejects.toThrow('violates row-level security policy');
});

it.each([
  ['nothing', ''],
  ['256 characters', 'k'.repeat(256)],
  ['100,000 characters, more than a header may have', null],
  ['a blank', 'two words'],
  ['letters beyond ASCII', 'schlüssel'],
  ['a tab', 'a\tb'],
])('refuses a key of %s', async (_what, key) => {
  const before = await rowsOf('tenants');
  const reply = await fetch(`${world.url}/v1/tenants`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', 'x-operator-key': 'an operator key of the tests' },
      'idempotency-key': key ?? 'k'.repeat(100_000),
    },
    body: JSON.stringify({ name: 'Never' }),
  });
  expect(reply.status).toBe(key === null ? 431 : 400);
  if (key !== null) expect(await reply.json()).toMatchObject({ errors: [{ path: 'Idempotency-Key' }] });
  expect(await rowsOf('tenants')).toBe(before);
});

it('takes any visible text for a key, and no SQL', async () => {
  for (const key of [
    "';drop/**/table/**/tenants;--",
    '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    '\\',
    'k'.repeat(255),
    '%',
  ]) {
    const name = `Named ${key}`.slice(0, 50);
    const first = await send(world.operator, 'POST /v1/tenants', key, { name });
    expect(first.status).toBe(201);
    expect((await send(world.operator, 'POST /v1/tenants', key, { name })).body).toEqual(first.body);
  }
});

it('asks who is calling before it tells what a key was answered', async () => {
  const key = randomUUID();
  const json = shop();
  expect((await send(tenant.ask, 'POST /v1/stores', key, json)).status).toBe(201);
  await world.operator(`PATCH /v1/tenants/${tenant.id}`, { json: { is_active: false } });
  expect((await send(tenant.ask, 'POST /v1/stores', key, json)).status).toBe(403);
});
