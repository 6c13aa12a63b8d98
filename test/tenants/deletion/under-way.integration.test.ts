import { listActiveStores } from '../../../src/stores/list-active-stores';
import { useOwnNamespace } from '../../support/own-namespace';
import { until } from '../../support/until';
import { type DeletionWorld, deletionWorld } from './deletion-world';
import { type WholeDatabase, wholeDatabase } from './whole-database';

let world: DeletionWorld;
let whole: WholeDatabase;

beforeAll(async () => {
  await useOwnNamespace();
  world = await deletionWorld({ withoutWorker: true });
  whole = await wholeDatabase(world.databaseUrl);
});
afterAll(async () => {
  await whole.close();
  await world.close();
});

async function expectGone(tenantId: string) {
  expect(await whole.search(tenantId)).toEqual({ audit_logs: 1 });
  await until('no history is left', async () => (await world.executions(`TenantId = '${tenantId}'`)) === 0);
}

it('answers the same however often it is asked, and lets nothing be done for the tenant meanwhile', async () => {
  const { id, ask } = await world.tenant('Going');
  const { store } = await world.wooCommerce({ products: 3 }, id);
  const first = await world.askForDeletion(id, 'Going');
  const again = await world.askForDeletion(id, 'Going');

  expect([first.status, first.body.already_running]).toEqual([202, false]);
  expect([again.status, again.body]).toEqual([202, { ...first.body, already_running: true }]);
  expect(await world.shown(id)).toMatchObject({ is_active: false, deletion_asked_at: expect.any(String) });

  const scopes = ['catalog:view'];
  const refusals = [
    await ask('GET /v1/stores'),
    await ask('POST /v1/catalog/sync/woocommerce'),
    await world.operator('POST /v1/catalog/sync/woocommerce', { headers: { 'x-tenant-id': id } }),
    await world.operator(`PATCH /v1/tenants/${id}`, { json: { is_active: true } }),
    await world.operator(`POST /v1/tenants/${id}/api-keys`, { json: { name: 'spare', scopes } }),
  ];
  expect(refusals.map(({ status, body }) => [status, body.code])).toEqual([
    [403, 'tenant_inactive'],
    [403, 'tenant_inactive'],
    [403, 'tenant_inactive'],
    [409, 'conflict'],
    [409, 'conflict'],
  ]);
  const swept = await world.database.withSystem((sql) =>
    listActiveStores(sql, { platform: null, trigger: 'api', after: null, limit: 500 }),
  );
  expect(swept.map((each) => each.id)).not.toContain(store.id);

  await world.startWorker();
  await world.whenDeleted(id);
  await expectGone(id);
  expect((await world.askForDeletion(id, 'Going')).status).toBe(404);
});

it('ends a sync that is under way, and a sweep goes on with the stores of others', async () => {
  const going = await world.tenant('Swept away');
  const staying = await world.tenant('Swept');
  const { shop, store } = await world.wooCommerce({ products: 300 }, going.id);
  shop.faults.add({ path: 'offset=', answer: { delayMs: 20_000 } });
  const other = await world.wooCommerce({ products: 3 }, staying.id);
  const sweep = await world.startSweep();
  await until('the store is asked for its products', () =>
    shop.requestLog.some(({ path }) => path.includes('offset=')),
  );

  expect((await world.askForDeletion(going.id, 'Swept away')).status).toBe(202);
  await world.whenDeleted(going.id);

  await expectGone(going.id);
  expect(await whole.search(store.id)).toEqual({});
  await world.client((client) => client.workflow.getHandle(sweep.workflowId).result());
  const { body } = await world.operator(`GET /v1/sync-runs?tenant_id=${staying.id}`);
  expect(body.items).toMatchObject([{ store_id: other.store.id, status: 'completed' }]);
});
