import { type ApiWorld, apiWorld } from '../api/api-world';
import { seriesOf } from './metrics-text';

const TOKEN = 'a token of sixteen';
let open: ApiWorld;
let closed: ApiWorld;
beforeAll(async () => {
  open = await apiWorld();
  closed = await apiWorld({ databaseUrl: open.databaseUrl, serving: { metricsToken: TOKEN.replaceAll(' ', '-') } });
});
afterAll(async () => {
  await closed.close();
  await open.close();
});

const metricsOf = (world: ApiWorld, headers: Record<string, string> = {}) => fetch(`${world.url}/metrics`, { headers });

it('tells everybody where no token is set, as text that Prometheus reads', async () => {
  const answer = await metricsOf(open);

  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(seriesOf(await answer.text()).get('catalog_sync_database_reading_failed')).toBe(0);
});

it.each([
  ['nothing', {}],
  ['another token', { authorization: 'Bearer a-token-of-sixteem' }],
  ['a part of it', { authorization: 'Bearer a-token-of' }],
  ['it as a password', { authorization: 'Basic a-token-of-sixteen' }],
  ['an operator’s key', { 'x-operator-key': 'an operator key of the tests' }],
])('refuses whoever sends %s where a token is set', async (_, headers) => {
  const answer = await metricsOf(closed, headers);

  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect(await answer.json()).toMatchObject({
    code: 'unauthenticated',
    detail: expect.stringContaining('METRICS_TOKEN'),
  });
});

it('tells whoever sends the token', async () => {
  const answer = await metricsOf(closed, { authorization: 'Bearer a-token-of-sixteen' });

  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('catalog_sync_stores{');
});

it('counts requests by route, not by what callers make up', async () => {
  const tenant = await open.tenant();
  await tenant.ask('GET /v1/stores/9d4ff3a6-6f86-4f3e-9d5c-3f3b2a4b8f11');
  for (const path of ['one', 'two', 'three']) await open.ask(`GET /made-up/${path}`);

  const counted = [...seriesOf(await (await metricsOf(open)).text())].filter(([series]) =>
    series.startsWith('catalog_sync_api_request_duration_seconds_count'),
  );

  expect(counted).toContainEqual([
    'catalog_sync_api_request_duration_seconds_count{method="GET",route="/v1/stores/:id",status="4xx"}',
    1,
  ]);
  expect(counted).toContainEqual([
    'catalog_sync_api_request_duration_seconds_count{method="any",route="none",status="4xx"}',
    3,
  ]);
  expect(JSON.stringify(counted)).not.toMatch(/made-up|9d4ff3a6/);
});

it('tells how many connections to the database it has, and how many wait', async () => {
  const series = seriesOf(await (await metricsOf(open)).text());

  expect(series.get('catalog_sync_database_connections{state="limit"}')).toBeGreaterThan(0);
  expect(series.get('catalog_sync_database_waiting')).toBe(0);
});
