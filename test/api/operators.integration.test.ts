import { randomUUID } from 'node:crypto';
import type { Route } from '../../src/api/http/route';
import { ROUTES } from '../../src/api/routes';
import { type ApiWorld, apiWorld, OPERATOR_KEY, type TestTenant } from './api-world';
import { type Ask, asker } from './ask';
import { insertStore } from './rows';

let world: ApiWorld;
let acme: TestTenant;
let asleep: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
  acme = await world.tenant('Acme');
  asleep = await world.tenant('Asleep');
  for (const { id } of [acme, asleep]) await insertStore(world.database, id);
  await world.operator(`PATCH /v1/tenants/${asleep.id}`, { json: { is_active: false } });
});
afterAll(() => world.close());

const operatorFor = (tenantId: string): Ask =>
  asker(world.url, { 'x-operator-key': OPERATOR_KEY, 'x-tenant-id': tenantId });

/** With ids of things that are not there, a Shopify store among them. */
const requestOf = ({ method, path }: Route) =>
  `${method.toUpperCase()} ${path.replace(':platform', 'shopify').replace(/:\w+/g, randomUUID())}`;

const named = (routes: readonly Route[]): [string, Route][] =>
  routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route]);

const OF_TENANTS = ROUTES.filter(({ who }) => who !== 'open' && who !== 'operator');
const OVER_ALL = [
  'GET /v1/stores',
  'GET /v1/stores/:id',
  'GET /v1/sync-runs',
  'GET /v1/sync-runs/:run_id',
  'GET /v1/audit-logs',
  'GET /v1/overview',
  'GET /v1/stores/:id/trends',
  'GET /v1/sync-runs/failures',
];

/** Reads nobody's rows. */
const OF_NOBODY = ['POST /v1/schedules/preview'];

it('reads stores, runs, their counts and the audit log over all tenants, and nothing that shows products', () => {
  const overAll = OF_TENANTS.filter((route) => route.overAll !== null);
  expect(
    named(overAll)
      .map(([name]) => name)
      .sort(),
  ).toEqual([...OVER_ALL, ...OF_NOBODY].sort());
});

it.each(named(OF_TENANTS).filter(([name]) => OVER_ALL.includes(name)))(
  'answers the operator’s %s without a tenant for all of them',
  async (_, route) => {
    expect((await world.operator(requestOf(route))).status).toBe(route.params === null ? 200 : 404);
  },
);

it.each(named(OF_TENANTS))(
  'answers the operator’s %s for a tenant as it answers that tenant’s own key',
  async (_, route) => {
    const request = requestOf(route);
    const [own, operators] = [await acme.ask(request), await operatorFor(acme.id)(request)];

    expect(operators.status).toBe(own.status);
    // When it was asked is another moment.
    expect({ ...operators.body, request_id: '', at: '' }).toEqual({ ...own.body, request_id: '', at: '' });
  },
);

it.each(named(OF_TENANTS.filter(({ method }) => method === 'get')))(
  'shows what an inactive tenant has: %s',
  async (_, route) => {
    const request = requestOf(route);
    expect((await operatorFor(asleep.id)(request)).status).toBe((await acme.ask(request)).status);
  },
);

it('takes an empty key for none', async () => {
  expect((await acme.ask('GET /v1/stores', { headers: { 'x-operator-key': '' } })).status).toBe(200);
  expect((await world.operator('GET /v1/stores', { headers: { 'x-tenant-api-key': '' } })).status).toBe(200);
});

it('says in the log which operator acts for whom', async () => {
  await operatorFor(acme.id)('GET /v1/stores?limit=7');
  await world.operator('GET /v1/stores?limit=8');

  const lines = world.log.map((line) => JSON.parse(line)).filter(({ route }) => route === '/v1/stores');
  expect(lines).toContainEqual(
    expect.objectContaining({ caller: 'operator', operator: 'operator', tenant_id: acme.id, tenant_slug: 'acme' }),
  );
  const overAll = lines.at(-1);
  expect(overAll).toMatchObject({ caller: 'operator', operator: 'operator' });
  expect(overAll).not.toHaveProperty('tenant_id');
});
