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

it('serves a key as often as it may in a minute, then says when to come again, and goes on serving others', async () => {
  const tenant = await world.tenant();
  const first = await tenant.ask('GET /v1/stores');
  expect(first.headers.get('ratelimit-limit')).toBe(String(MOST));
  expect(first.headers.get('ratelimit-remaining')).toBe(String(MOST - 1));
  expect(await statuses(MOST - 1, () => tenant.ask('GET /v1/sync-runs'))).toEqual(Array(MOST - 1).fill(200));

  const { status, body, headers } = await tenant.ask('GET /v1/stores');

  expect({ status, code: body.code }).toEqual({ status: 429, code: 'rate_limited' });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
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

it('counts nothing where there is to be no limit', async () => {
  const free = await apiWorld({ serving: { requestsPerMinute: 0 } });
  try {
    const { ask } = await free.tenant();
    expect(await statuses(50, () => ask('GET /v1/stores'))).toEqual(Array(50).fill(200));
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
