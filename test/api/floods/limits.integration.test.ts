import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { newKeyText } from '../../../src/tenants/key-text';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld, OPERATOR_KEY } from '../api-world';

const MOST = 5;
/** Wrong keys of one address a minute. */
const MOST_WRONG = 30;

let world: ApiWorld;
beforeEach(async () => {
  world = await apiWorld({ serving: { requestsPerMinute: MOST, trustedProxies: 1 } });
});
afterEach(() => world.close());

const wrongKey = (tenantId: string = randomUUID()) => ({
  'x-tenant-id': tenantId,
  'x-tenant-api-key': newKeyText('tenant').key,
});

async function statuses(count: number, send: () => Promise<{ status: number }>): Promise<number[]> {
  const all: number[] = [];
  for (let sent = 0; sent < count; sent++) all.push((await send()).status);
  return all;
}

/** Until when it is of no interest here. */
const limitIn = ({ headers }: { headers: Headers }) => ({
  policy: headers.get('ratelimit-policy'),
  limit: headers.get('ratelimit')?.replace(/;t=([1-9]|[1-5]\d|60)$/, ''),
});

it('serves a key as often as it may in a minute, then says when to come again, and goes on serving others', async () => {
  const tenant = await world.tenant();
  const first = await tenant.ask('GET /v1/stores');
  expect(limitIn(first)).toEqual({ policy: `"key";q=${MOST};w=60`, limit: `"key";r=${MOST - 1}` });
  expect(await statuses(MOST - 1, () => tenant.ask('GET /v1/sync-runs'))).toEqual(Array(MOST - 1).fill(200));

  const { status, body, headers } = await tenant.ask('GET /v1/stores');

  expect({ status, code: body.code }).toEqual({ status: 429, code: 'rate_limited' });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(headers.get('ratelimit')).toBe(`"key";r=0;t=${headers.get('retry-after')}`);
  expect(headers.get('ratelimit-policy')).toBe(`"key";q=${MOST};w=60`);
  expect((await (await world.tenant('Other')).ask('GET /v1/stores')).status).toBe(200);
  expect(await statuses(MOST + 1, () => world.operator('GET /v1/tenants'))).toEqual([...Array(MOST).fill(200), 429]);
  expect(await statuses(20, () => world.ask('GET /healthz'))).toEqual(Array(20).fill(200));
  expect(await statuses(20, () => world.ask('GET /readyz'))).toEqual(Array(20).fill(200));
});

it('counts over all processes', async () => {
  const tenant = await world.tenant();
  const other = await apiWorld({ databaseUrl: world.databaseUrl, serving: { requestsPerMinute: MOST } });
  try {
    expect(await statuses(MOST, () => tenant.ask('GET /v1/stores'))).toEqual(Array(MOST).fill(200));
    await until('the other process to hear of it', async () => {
      const { status } = await fetch(`${other.url}/v1/stores`, { headers: tenant.headers });
      return status === 429;
    });
  } finally {
    await other.close();
  }
});

it('counts wrong keys by address, and no good key pays for them', async () => {
  const tenant = await world.tenant();
  const from = (address: string, headers: Record<string, string>) =>
    world.ask('GET /v1/stores', { headers: { ...headers, 'x-forwarded-for': address } });
  const wrong = (address: string) => from(address, wrongKey(tenant.id));

  expect(await statuses(MOST_WRONG, () => wrong('2001:db8::1'))).toEqual(Array(MOST_WRONG).fill(401));
  const refused = await wrong('2001:db8::2'); // of the same network: whoever has one address there has all
  expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await from('2001:db8::1', { 'x-operator-key': 'a guess of an operator key' })).status).toBe(429);

  expect((await from('2001:db8::1', tenant.headers)).status).toBe(200);
  expect((await from('2001:db8::1', { ...tenant.headers, 'x-operator-key': OPERATOR_KEY })).status).toBe(400);
  expect((await wrong('2001:db8:0:1::1')).status).toBe(401);
  expect((await from('2001:db8::1', {})).status).toBe(401); // tries no key
  expect(world.log.filter((line) => line.includes('many wrong keys come from one address'))).toHaveLength(1);
});

it('says on every answer that counts how much is left: refusals, faults and wrong keys too, and on no other', async () => {
  const { ask, id, headers } = await world.tenant();
  const left = async (request: string, options = {}) => limitIn(await ask(request, options)).limit;
  expect([
    await left('GET /v1/stores/7'),
    await left('POST /v1/tenants', { json: {} }),
    await left('POST /v1/stores', { raw: 'no JSON', headers: { 'content-type': 'application/json' } }),
  ]).toEqual(['"key";r=4', '"wrong-keys";r=29', '"key";r=2']);

  const policy = `"wrong-keys";q=${MOST_WRONG};w=60`;
  const wrong = () => world.ask('GET /v1/stores', { headers: wrongKey(id) });
  expect(limitIn(await wrong())).toEqual({ policy, limit: '"wrong-keys";r=28' });
  await statuses(MOST_WRONG - 2, wrong);
  expect(limitIn(await wrong())).toEqual({ policy, limit: '"wrong-keys";r=0' });

  for (const reply of [await world.ask('GET /healthz'), await world.ask('GET /v1/stores')]) {
    expect(limitIn(reply)).toEqual({ policy: null, limit: undefined });
  }
  // One that was good a moment ago looks like any other wrong one.
  await world.database.withSystem((sql) => sql`update api_keys set revoked_at = now() where tenant_id = ${id}::uuid`);
  expect(limitIn(await world.ask('GET /v1/stores', { headers }))).toEqual({ policy, limit: '"wrong-keys";r=0' });
});

it('counts nothing where there is to be no limit', async () => {
  const free = await apiWorld({ serving: { requestsPerMinute: 0 } });
  try {
    const { ask } = await free.tenant();
    expect(await statuses(50, () => ask('GET /v1/stores'))).toEqual(Array(50).fill(200));
    expect(limitIn(await ask('GET /v1/stores'))).toEqual({ policy: null, limit: undefined });
    const wrong = () => free.ask('GET /v1/stores', { headers: wrongKey() });
    expect(await statuses(MOST_WRONG + 1, wrong)).toEqual(Array(MOST_WRONG + 1).fill(401));
    expect((await free.database.withSystem((sql) => sql`select 1 from request_counts`)).rows).toEqual([]);
  } finally {
    await free.close();
  }
});

it('serves everybody else while wrong keys and a key over its limit come in floods', async () => {
  const attacked = await world.tenant('Attacked');
  const greedy = await world.tenant('Greedy');
  const neighbour = await world.tenant('Neighbour');
  await statuses(MOST, () => greedy.ask('GET /v1/stores'));
  const pool = new Pool(world.url, { connections: 200 });
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
    await body.dump();
    return statusCode;
  };

  const floods = [
    () => greedy.headers,
    ...Array.from({ length: 5 }, () => () => wrongKey(attacked.id)),
    () => wrongKey(),
    () => ({ 'x-operator-key': newKeyText('operator').key }),
  ];
  const transactions = jest.spyOn(world.database, 'readTenant');
  const flood = Array.from({ length: 600 }, (_, n) => get('/v1/stores', floods[n % floods.length]?.()));
  const beside = await Promise.all([
    get('/v1/stores', attacked.headers),
    get('/v1/stores', neighbour.headers),
    ...Array.from({ length: 50 }, () => get('/readyz')),
  ]);

  expect(beside).toEqual(beside.map(() => 200));
  expect(new Set(await Promise.all(flood))).toEqual(new Set([401, 429]));
  expect(await get('/v1/stores', attacked.headers)).toBe(200);
  // The three good ones. With one each, the wrong keys would take the attacked tenant's share, or all connections.
  expect(transactions).toHaveBeenCalledTimes(3);
  await pool.close();
});
