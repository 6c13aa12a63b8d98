import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { insertRun, insertStore } from '../rows';

let world: ApiWorld;
let tenant: TestTenant;
let storeId: string;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
  storeId = await insertStore(world.database, tenant.id);
});
afterAll(() => world.close());

type Reply = Awaited<ReturnType<TestTenant['ask']>>;

const sql = <Result>(work: Parameters<typeof world.database.withTenant<Result>>[1]) =>
  world.database.withTenant(tenant.id, work);

async function expectRefused({ status, headers, body }: Reply, action: string): Promise<void> {
  expect([status, body.code]).toEqual([409, 'conflict']);
  const { items } = (await tenant.ask('GET /v1/audit-logs')).body;
  const requestId = headers.get('x-request-id');
  expect(items.filter((item: { request_id: string }) => item.request_id === requestId)).toMatchObject([
    {
      ...{ action, outcome: 'refused' },
      metadata: { reason: 'run_under_way', task_id: body.running.run_id, already_running: true },
    },
  ]);
}

it('a sync is refused, in the audit log too, while a run that does less is under way', async () => {
  await tenant.ask('POST /v1/catalog/sync/woocommerce');
  await sql((sql) => sql`update sync_runs set mode = 'refresh' where tenant_id = ${tenant.id}::uuid`);

  await expectRefused(await tenant.ask('POST /v1/catalog/sync/woocommerce'), 'woocommerce_sync_triggered');
});

it('so is one that goes through a brake, while another has it on', async () => {
  const failed = await insertRun(world.database, { tenantId: tenant.id, storeId }, { status: 'failed' });
  await sql(
    (sql) => sql`
      update sync_runs set error_type = 'suspicious_change', error_message = '' where id = ${failed}::uuid`,
  );
  await tenant.ask('POST /v1/catalog/sync/woocommerce');

  await expectRefused(await tenant.ask(`POST /v1/sync-runs/${failed}/approve`), 'brake_accepted');
});

it('so is a retry of products, while others are read again', async () => {
  const runId = await insertRun(world.database, { tenantId: tenant.id, storeId }, {});
  await sql(
    (sql) => sql`
      insert into rejected_products (tenant_id, store_id, external_id, title, reason, path, message, payload, run_id, observation)
      values (${tenant.id}::uuid, ${storeId}::uuid, '1', 'Hat', 'price_unreadable', '', '', '{}', ${runId}::uuid, 1)`,
  );
  const retry = () => tenant.ask(`POST /v1/stores/${storeId}/rejected/retry`);
  expect((await retry()).status).toBe(202);

  await expectRefused(await retry(), 'rejected_products_retried');
});
