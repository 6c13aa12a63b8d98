import { getTableName } from 'drizzle-orm';
import { EMPTIED_TABLES } from '../../../src/tenants/deletion/tenant-tables';
import { inboxOf } from '../../hints/inbox';
import { useOwnNamespace } from '../../support/own-namespace';
import { until } from '../../support/until';
import { type DeletionWorld, deletionWorld } from './deletion-world';
import { type WholeDatabase, wholeDatabase } from './whole-database';

const PRODUCTS = [
  { id: '1', name: 'Boots', regular_price: '5.00' },
  { id: '2', name: 'Odd', price: 'abc' },
  { id: '3', name: 'Socks', regular_price: '2.00' },
];

let world: DeletionWorld;
let whole: WholeDatabase;

beforeAll(async () => {
  await useOwnNamespace();
  world = await deletionWorld();
  whole = await wholeDatabase(world.databaseUrl);
});
afterAll(async () => {
  await whole.close();
  await world.close();
});

/** With stores of both platforms that were synced, a product set aside, a dry run, and a row in every table. */
async function busyTenant(name: string, word: string) {
  const { id, ask } = await world.tenant(name);
  const woo = await world.wooCommerce({ products: PRODUCTS }, id);
  const shopify = await world.shopify({ products: 20 }, id);
  await world.sync(woo.store);
  await world.sync(woo.store, { dryRun: true });
  await world.sync(shopify.store);
  woo.shop.remove('1');
  await world.configure(woo.store, { deactivation_brake: { count: 0, percent: 0 } });
  const held = await world.sync(woo.store);
  expect(held.status).toBe('awaiting_approval');
  await whole.plant(id, word);
  return { id, ask, stores: [woo.store, shopify.store], heldRun: held.id };
}

it('knows every table that holds something of a tenant', () => {
  expect(EMPTIED_TABLES.map(getTableName).sort()).toEqual([...whole.ofTenants].sort());
});

it('deletes all that is a tenant’s but one entry, in tables and in Temporal, and nothing of its neighbour', async () => {
  const gone = await busyTenant('Vanishing Ltd', 'plantedword');
  const neighbour = await busyTenant('Staying Ltd', 'otherword');
  const needles = [
    gone.id,
    'Vanishing Ltd',
    'vanishing-ltd',
    'plantedword',
    gone.heldRun,
    ...gone.stores.flatMap(({ id, name, address }) => [id, name, address]),
  ];
  const before = await whole.search(gone.id);
  expect(Object.keys(before).sort()).toEqual([...whole.ofTenants, 'tenants'].sort());
  for (const needle of needles) expect(await whole.search(needle)).not.toEqual({});
  await until('Temporal shows its runs', async () => (await world.executions(`TenantId = '${gone.id}'`)) >= 4);
  const print = await whole.fingerprint(neighbour.id);
  const executions = await world.executions(`TenantId = '${neighbour.id}'`);

  const { status, body } = await world.askForDeletion(gone.id, 'Vanishing Ltd');
  expect({ status, body }).toMatchObject({
    status: 202,
    body: { status: 'accepted', workflow_id: `delete-tenant/${gone.id}`, already_running: false },
  });
  await world.whenDeleted(gone.id);

  for (const needle of needles)
    expect([needle, await whole.search(needle)]).toEqual([needle, needle === gone.id ? { audit_logs: 1 } : {}]);
  const { items } = (await world.operator(`GET /v1/audit-logs?tenant_id=${gone.id}`)).body;
  const { audit_logs: _, tenants: __, ...rows } = before;
  expect(items).toMatchObject([
    {
      action: 'tenant_deleted',
      actor: { kind: 'operator', id: null, name: 'operator' },
      metadata: {
        workflow_id: body.workflow_id,
        deleted_at: expect.any(String),
        rows: expect.objectContaining({ products: before.products, stores: 3 }),
      },
    },
  ]);
  expect(Object.keys(items[0].metadata).sort()).toEqual(['deleted_at', 'rows', 'workflow_id']);
  expect(Object.keys(rows).length).toBeGreaterThan(10);
  for (const query of [
    `TenantId = '${gone.id}'`,
    `StoreId = '${gone.stores[0]?.id}'`,
    `WorkflowId = 'approve-deactivation/${gone.heldRun}'`,
  ]) {
    await until(`Temporal shows nothing by ${query}`, async () => (await world.executions(query)) === 0);
  }

  expect(await whole.fingerprint(neighbour.id)).toEqual(print);
  expect(await world.executions(`TenantId = '${neighbour.id}'`)).toBe(executions);
  expect((await world.describe(`approve-deactivation/${neighbour.heldRun}`)).status.name).toBe('RUNNING');
  expect((await world.askForDeletion(gone.id, 'Vanishing Ltd')).status).toBe(404);
  expect((await gone.ask('GET /v1/stores')).status).toBe(401);
});

it('asks for the tenant’s own name, and does nothing without it', async () => {
  const { id, ask } = await world.tenant('Precious');
  for (const json of [{ confirm_name: 'precious' }, { confirm_name: 'Precious ' }, {}]) {
    const { status, body } = await world.operator(`DELETE /v1/tenants/${id}`, { json });
    expect({ status, path: body.errors[0].path }).toEqual({ status: 400, path: 'confirm_name' });
  }
  expect((await world.operator(`DELETE /v1/tenants/${id}`)).status).toBe(400);
  expect((await ask(`DELETE /v1/tenants/${id}`, { json: { confirm_name: 'Precious' } })).status).toBe(401);
  expect(await world.shown(id)).toMatchObject({ is_active: true, deletion_asked_at: null });
  expect((await ask('GET /v1/stores')).status).toBe(200);
});

it('ends what reads again what a store told, and forgets it', async () => {
  const { id } = await world.tenant('Telling');
  const { store } = await world.wooCommerce({ products: PRODUCTS }, id);
  await world.sync(store);
  const inbox = inboxOf(world);
  await inbox.tell(store, ['1']);
  const workflowId = inbox.workflowId(store);
  expect((await world.describe(workflowId)).status.name).toBe('RUNNING');

  await world.askForDeletion(id, 'Telling');
  await world.whenDeleted(id);

  await until(
    'its workflow to be forgotten',
    async () => (await world.executions(`WorkflowId = '${workflowId}'`)) === 0,
  );
  expect(await whole.search(store.id)).toEqual({});
});

it('leaves no history of a run that a sweep begins for a tenant that is gone', async () => {
  const { id } = await world.tenant('Late');
  const { store } = await world.wooCommerce({ products: 3 }, id);
  await world.askForDeletion(id, 'Late');
  await world.whenDeleted(id);

  const { workflowId } = await world.start(store);

  await until('its history is gone', () =>
    world.describe(workflowId).then(
      () => false,
      () => true,
    ),
  );
  expect(await whole.search(store.id)).toEqual({});
});
