import { randomUUID } from 'node:crypto';
import { syncProductsId } from '../../src/model/workflow-ids';
import { type ApiWorld, apiWorld, OPERATOR_KEY, type TestTenant } from './api-world';
import { asker } from './ask';
import { insertRun, insertStore } from './rows';

let world: ApiWorld;
let acme: TestTenant;
let other: TestTenant;
let ids: Record<'acmeStore' | 'otherStore' | 'done' | 'held' | 'reading', string>;

beforeAll(async () => {
  world = await apiWorld();
  acme = await world.tenant('Acme');
  other = await world.tenant('Other');
  const acmeStore = await insertStore(world.database, acme.id);
  const otherStore = await insertStore(world.database, other.id);
  const ofAcme = { tenantId: acme.id, storeId: acmeStore };
  const ofOther = { tenantId: other.id, storeId: otherStore };
  ids = {
    acmeStore,
    otherStore,
    done: await insertRun(world.database, ofAcme, { queued: 50 }),
    held: await insertRun(world.database, ofOther, { queued: 40, status: 'awaiting_approval' }),
    reading: await insertRun(world.database, ofAcme, { queued: 30, status: 'running', phase: 'reading', announced: 8 }),
  };
  await world.database.withTenant(
    acme.id,
    (sql) => sql`
      insert into sync_pages (tenant_id, run_id, batch_id, page, store_id, observation, external_ids, rejected_ids, created,
                              updated, unchanged, reactivated, deactivated, rejected, variants_seen, variants_created,
                              variants_updated, variants_removed, requests, throttled_ms)
      values (${acme.id}::uuid, ${ids.reading}::uuid, gen_random_uuid(), 0, ${acmeStore}::uuid, 1, '{1,2}', '{}', 2, 0, 0,
              0, 0, 0, 2, 2, 0, 0, 1, 0)`,
  );
});
afterAll(() => world.close());

const idsOf = (reply: { body: { items: { id: string }[] } }) => reply.body.items.map(({ id }) => id);

it('lists the stores of all tenants, newest first, each with whose it is', async () => {
  const { body } = await world.operator('GET /v1/stores');

  expect(body.items).toMatchObject([
    { id: ids.otherStore, tenant_id: other.id, tenant_name: 'Other', set_aside_count: 0 },
    { id: ids.acmeStore, tenant_id: acme.id, tenant_name: 'Acme', set_aside_count: 0 },
  ]);
  const [own] = (await acme.ask('GET /v1/stores')).body.items;
  expect(body.items[1]).toEqual({ ...own, tenant_id: acme.id, tenant_name: 'Acme' });
  expect(own).not.toHaveProperty('tenant_id');
});

it('lists the runs of all tenants as each tenant sees them, those under way with what they have merged so far', async () => {
  const { body } = await world.operator('GET /v1/sync-runs');

  expect(body.items).toMatchObject([
    { id: ids.reading, tenant_id: acme.id, progress: 0.25, products: { seen: 2, created: 2 }, pages: { merged: 1 } },
    { id: ids.held, tenant_id: other.id, tenant_name: 'Other', status: 'awaiting_approval' },
    { id: ids.done, tenant_id: acme.id, tenant_name: 'Acme' },
  ]);
  const { body: own } = await acme.ask(`GET /v1/sync-runs/${ids.reading}`);
  expect({ ...body.items[0], duration_ms: 0 }).toEqual({
    ...own,
    duration_ms: 0,
    tenant_id: acme.id,
    tenant_name: 'Acme',
  });
});

it('reads one store and one run by its id alone', async () => {
  const store = await world.operator(`GET /v1/stores/${ids.otherStore}`);
  const run = await world.operator(`GET /v1/sync-runs/${ids.held}`);

  expect(store.body).toMatchObject({ id: ids.otherStore, tenant_id: other.id, tenant_name: 'Other' });
  expect(run.body).toMatchObject({ id: ids.held, tenant_id: other.id, tenant_name: 'Other', store_id: ids.otherStore });
});

it.each([
  ['GET /v1/stores?tenant_id=:acme', ['acmeStore']],
  ['GET /v1/sync-runs?tenant_id=:other', ['held']],
  ['GET /v1/sync-runs?status=awaiting_approval', ['held']],
  ['GET /v1/sync-runs?status=awaiting_approval&tenant_id=:acme', []],
  ['GET /v1/sync-runs?store_id=:acmeStore', ['reading', 'done']],
  ['GET /v1/sync-runs?store_id=:acmeStore&tenant_id=:other', []],
  ['GET /v1/sync-runs?store_id=:nobody', []],
  ['GET /v1/stores?tenant_id=:nobody', []],
] as const)('narrows %s', async (request, expected) => {
  const known: Record<string, string> = { ...ids, acme: acme.id, other: other.id, nobody: randomUUID() };
  const filled = request.replace(/:(\w+)/g, (_, name: string) => known[name] ?? '');
  expect(idsOf(await world.operator(filled))).toEqual(expected.map((name) => ids[name]));
});

it('keeps tenant_id for operators who name no tenant otherwise', async () => {
  const asAcme = asker(world.url, { 'x-operator-key': OPERATOR_KEY, 'x-tenant-id': acme.id });
  for (const ask of [acme.ask, asAcme]) {
    const { body } = await ask(`GET /v1/stores?tenant_id=${acme.id}`);
    expect(body).toMatchObject({ status: 400, errors: [{ path: 'tenant_id' }] });
  }
  expect((await world.operator('GET /v1/stores?tenant_id=acme')).body).toMatchObject({
    errors: [{ path: 'tenant_id' }],
  });
});

it('lets an operator act for a tenant, and says so in the audit log that both read', async () => {
  const asOther = asker(world.url, { 'x-operator-key': OPERATOR_KEY, 'x-tenant-id': other.id });
  const renamed = await asOther(`PATCH /v1/stores/${ids.otherStore}`, { json: { name: 'Renamed' } });
  const started = await asOther('POST /v1/catalog/sync/woocommerce');

  expect(renamed.body).toMatchObject({ id: ids.otherStore, name: 'Renamed' });
  expect(started.body).toMatchObject({
    status: 'accepted',
    workflow_id: syncProductsId('woocommerce', ids.otherStore),
  });
  const actor = { kind: 'operator', id: null, name: 'operator' };
  const own = await other.ask('GET /v1/audit-logs');
  expect(own.body.items).toMatchObject([
    { action: 'woocommerce_sync_triggered', actor, metadata: { task_id: started.body.run_id } },
    { action: 'store_updated', actor, metadata: { store_id: ids.otherStore, name: 'Renamed' } },
  ]);
  const seen = await world.operator(`GET /v1/audit-logs?tenant_id=${other.id}`);
  expect(seen.body.items).toEqual(
    own.body.items.map((item: object) => ({
      ...item,
      address: '127.0.0.1', // a tenant does not see from where operators work
      tenant_id: other.id,
      tenant_name: 'Other',
    })),
  );
  expect((await acme.ask('GET /v1/audit-logs')).body.items).toEqual([]);
});

it('shows operators what they did to no tenant in particular', async () => {
  const { body: sweep } = await world.operator('POST /v1/sync-all');

  const { body } = await world.operator('GET /v1/audit-logs');

  expect(body.items[0]).toMatchObject({
    action: 'all_stores_sync_triggered',
    metadata: { task_id: sweep.run_id, workflow_id: 'sync-all-stores/all', mode: 'full', already_running: false },
    outcome: 'done',
    actor: { kind: 'operator', id: null, name: 'operator' },
    tenant_id: null,
    tenant_name: null,
  });
});

it.each(['stores', 'sync-runs', 'audit-logs'])(
  'goes through %s page by page, and no cursor is good for another list',
  async (list) => {
    const whole = await world.operator(`GET /v1/${list}`);
    const first = await world.operator(`GET /v1/${list}?limit=1`);
    const rest = await world.operator(`GET /v1/${list}?cursor=${first.body.next_cursor}`);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(idsOf(whole));
    expect(idsOf(rest).length).toBeGreaterThan(0);

    const { next_cursor: cursor } = first.body;
    expect((await world.operator(`GET /v1/${list}?cursor=${cursor}&tenant_id=${acme.id}`)).status).toBe(400);
    expect((await acme.ask(`GET /v1/${list}?cursor=${cursor}`)).status).toBe(400);
  },
);
