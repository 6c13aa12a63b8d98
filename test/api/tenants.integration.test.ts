import { type ApiWorld, apiWorld } from './api-world';
import { asker } from './ask';

let world: ApiWorld;

beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

const create = (json: object) => world.operator('POST /v1/tenants', { json });

it('creates a tenant with a first key that works and may do everything', async () => {
  const { status, body } = await create({ name: 'Café Müller' });

  expect(status).toBe(201);
  expect(body).toMatchObject({ name: 'Café Müller', slug: 'cafe-muller', is_active: true });
  expect(body.api_key.scopes.sort()).toEqual(['catalog:view', 'integrations:manage', 'integrations:view']);
  const ask = asker(world.url, { 'x-tenant-id': body.id, 'x-tenant-api-key': body.api_key.key });
  expect((await ask('GET /v1/stores')).status).toBe(200);
});

it('numbers slugs made from names, and refuses a given one that is taken', async () => {
  expect((await create({ name: 'Twin' })).body.slug).toBe('twin');
  expect((await create({ name: 'Twin' })).body.slug).toBe('twin-2');
  expect((await create({ name: 'Other', slug: 'twin' })).body).toMatchObject({ status: 409, code: 'conflict' });
});

it('shows a key once: no list and no log has it', async () => {
  const { body } = await create({ name: 'Secretive' });
  const secret = body.api_key.key.slice(20);

  expect((await world.operator('GET /v1/tenants')).text).not.toContain(secret);
  const ask = asker(world.url, { 'x-tenant-id': body.id, 'x-tenant-api-key': body.api_key.key });
  expect((await ask('GET /v1/audit-logs')).text).not.toContain(secret);
  expect(world.log.join('\n')).not.toContain(secret);
});

it('lists tenants page by page', async () => {
  for (const name of ['One', 'Two', 'Three']) await create({ name });
  const first = await world.operator('GET /v1/tenants?limit=2');
  const second = await world.operator(`GET /v1/tenants?limit=2&cursor=${first.body.next_cursor}`);
  const names = [...first.body.items, ...second.body.items].slice(0, 3).map((item) => item.name);
  expect(names).toEqual(['Three', 'Two', 'One']);
});

it('writes what an operator does to a tenant into its audit log', async () => {
  const { body } = await create({ name: 'Audited' });
  const json = { name: 'spare', scopes: ['catalog:view'] };
  const { body: key } = await world.operator(`POST /v1/tenants/${body.id}/api-keys`, { json });
  await world.operator(`DELETE /v1/tenants/${body.id}/api-keys/${key.id}`);
  await world.operator(`PATCH /v1/tenants/${body.id}`, { json: { name: 'Renamed' } });

  const ask = asker(world.url, { 'x-tenant-id': body.id, 'x-tenant-api-key': body.api_key.key });
  const { items } = (await ask('GET /v1/audit-logs')).body;
  expect(items.map((item: { action: string }) => item.action)).toEqual([
    'tenant_updated',
    'api_key_revoked',
    'api_key_created',
    'tenant_created',
  ]);
  for (const { actor } of items) expect(actor).toEqual({ kind: 'operator', id: null, name: 'operator' });
});

it('does not know tenants and keys that never were', async () => {
  const nobody = '00000000-0000-4000-8000-000000000000';
  const json = { name: 'x', scopes: ['catalog:view'] };
  expect((await world.operator(`PATCH /v1/tenants/${nobody}`, { json: { name: 'x' } })).status).toBe(404);
  expect((await world.operator(`POST /v1/tenants/${nobody}/api-keys`, { json })).status).toBe(404);
  expect((await world.operator(`DELETE /v1/tenants/${nobody}/api-keys/${nobody}`)).status).toBe(404);
  const { body } = await world.operator(`POST /v1/tenants/${nobody}/api-keys`, {
    json: { name: 'x', scopes: ['root'] },
  });
  expect(body).toMatchObject({ status: 400, errors: [{ path: 'scopes.0' }] });
});
