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
const OF_OPERATORS = ROUTES.filter(({ who }) => who === 'operator');
const OVER_ALL = [
  'GET /v1/stores',
  'GET /v1/stores/:id',
  'GET /v1/sync-runs',
  'GET /v1/sync-runs/:run_id',
  'GET /v1/audit-logs',
];

it('reads stores, runs and the audit log over all tenants, and nothing that shows products', () => {
  const overAll = OF_TENANTS.filter((route) => route.overAll !== null);
  expect(
    named(overAll)
      .map(([name]) => name)
      .sort(),
  ).toEqual([...OVER_ALL].sort());
});

it.each(named(OF_TENANTS))(
  'answers the operator’s %s without a tenant for all of them, or asks for the tenant',
  async (name, route) => {
    const { status, body } = await world.operator(requestOf(route));

    if (OVER_ALL.includes(name)) {
      expect(status).toBe(route.params === null ? 200 : 404);
      return;
    }
    expect(body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path: 'X-TENANT-ID' }] });
    expect(body.detail).toMatch(route.method === 'get' ? /is read for one tenant/ : /name the tenant that you act for/);
  },
);

it.each(named(OF_TENANTS))(
  'answers the operator’s %s for a tenant as it answers that tenant’s own key',
  async (_, route) => {
    const request = requestOf(route);
    const [own, operators] = [await acme.ask(request), await operatorFor(acme.id)(request)];

    expect(operators.status).toBe(own.status);
    expect({ ...operators.body, request_id: '' }).toEqual({ ...own.body, request_id: '' });
  },
);

it.each(named(OF_TENANTS))('says of %s that there is no such tenant', async (_, route) => {
  const { body } = await operatorFor(randomUUID())(requestOf(route));
  expect(body).toMatchObject({ status: 404, code: 'not_found', detail: expect.stringContaining('GET /v1/tenants') });
});

it.each(named(OF_TENANTS))('shows what an inactive tenant has and begins nothing for it: %s', async (_, route) => {
  const request = requestOf(route);
  const { status, body } = await operatorFor(asleep.id)(request);

  if (route.method === 'get') expect(status).toBe((await acme.ask(request)).status);
  else
    expect(body).toMatchObject({
      status: 403,
      code: 'tenant_inactive',
      detail: expect.stringContaining('PATCH /v1/tenants/'),
    });
});

it.each(named([...OF_TENANTS, ...OF_OPERATORS]))(
  'gives a wrong operator’s key the usual 401, whatever else is sent: %s',
  async (_, route) => {
    const request = requestOf(route);
    const { body: nobody } = await world.ask(request);
    for (const more of [{}, { 'x-tenant-id': acme.id }, acme.headers]) {
      const { body } = await world.ask(request, { headers: { ...more, 'x-operator-key': `${OPERATOR_KEY}!` } });
      expect({ ...body, request_id: '' }).toEqual({ ...nobody, request_id: '' });
      expect(body).toMatchObject({ status: 401, code: 'unauthenticated' });
    }
  },
);

it.each(named([...OF_TENANTS, ...OF_OPERATORS]))('refuses both keys at once: %s', async (_, route) => {
  const { body } = await world.operator(requestOf(route), { headers: acme.headers });
  expect(body).toMatchObject({ status: 400, errors: [{ path: 'X-TENANT-API-KEY' }] });
});

it.each(named(OF_OPERATORS))('refuses a tenant where the request is not about one: %s', async (_, route) => {
  const { body } = await operatorFor(acme.id)(requestOf(route));
  expect(body).toMatchObject({ status: 400, errors: [{ path: 'X-TENANT-ID' }] });
});

it.each(['', 'no uuid', '00000000-0000-4000-8000-000000000000, 00000000-0000-4000-8000-000000000000'])(
  'takes X-TENANT-ID "%s" for a mistake and not for all tenants',
  async (tenantId) => {
    const { body } = await operatorFor(tenantId)('GET /v1/stores');
    expect(body).toMatchObject({ status: 400, errors: [{ path: 'X-TENANT-ID' }] });
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
