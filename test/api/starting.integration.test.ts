import { randomUUID } from 'node:crypto';
import { SEARCH_ATTRIBUTES } from '../../src/model/search-attributes';
import { syncProductsId } from '../../src/model/workflow-ids';
import { startSync } from '../../src/temporal/start-sync';
import { type ApiWorld, apiWorld, type TestTenant } from './api-world';
import { insertStore } from './rows';

let world: ApiWorld;
let tenant: TestTenant;
let storeId: string;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
  storeId = await insertStore(world.database, tenant.id, { address: 'https://shop.example' });
});
afterAll(() => world.close());

const describe = (workflowId: string) =>
  world.temporal.ask((client) => client.workflow.getHandle(workflowId).describe());

const sql = <Result>(work: Parameters<typeof world.database.withTenant<Result>>[1]) =>
  world.database.withTenant(tenant.id, work);

it('answers as the original design wrote it, and knows the run from then on', async () => {
  const { status, body } = await tenant.ask('POST /v1/catalog/sync/woocommerce');

  expect(status).toBe(202);
  expect(body).toEqual({
    status: 'accepted',
    message: 'WooCommerce product sync has been scheduled',
    task_id: body.run_id,
    workflow_id: `sync-products/woocommerce/${storeId}`,
    run_id: expect.any(String),
    store_id: storeId,
    store_url: 'https://shop.example',
    mode: 'full',
    already_running: false,
  });
  const run = await tenant.ask(`GET /v1/sync-runs/${body.run_id}`);
  expect(run.body).toMatchObject({ status: 'queued', phase: 'opening', trigger: 'api', progress: null, error: null });
});

it('says that an incremental sync is a full one where the store was never read whole, or not for a week', async () => {
  const incremental = () => tenant.ask('POST /v1/catalog/sync/woocommerce', { json: { mode: 'incremental' } });
  const readWhole = (ago: string) =>
    sql((sql) => sql`update stores set watermark = now() - ${ago}::interval where tenant_id = ${tenant.id}::uuid`);
  expect((await incremental()).body).toMatchObject({ mode: 'full' });
  await world.temporal.ask((client) => client.workflow.getHandle(syncProductsId('woocommerce', storeId)).terminate());

  storeId = await insertStore(world.database, tenant.id, { platform: 'shopify', address: 'two.myshopify.com' });
  await readWhole('8 days');
  const shopify = () => tenant.ask('POST /v1/catalog/sync/shopify', { json: { mode: 'incremental' } });
  expect((await shopify()).body).toMatchObject({ mode: 'full' });
  await world.temporal.ask((client) => client.workflow.getHandle(syncProductsId('shopify', storeId)).terminate());
  await sql(
    (sql) => sql`update sync_runs set status = 'cancelled', finished_at = now() where tenant_id = ${tenant.id}::uuid`,
  );

  await readWhole('6 days');
  expect((await shopify()).body).toMatchObject({ mode: 'incremental', already_running: false });
});

it('answers with the shop’s domain for Shopify', async () => {
  const address = 'one.myshopify.com';
  await insertStore(world.database, tenant.id, { platform: 'shopify', address });

  const { body } = await tenant.ask('POST /v1/catalog/sync/shopify');

  expect(body).toMatchObject({ message: 'Shopify product sync has been scheduled', shop_domain: address });
  expect(body.store_url).toBeUndefined();
});

it('writes an audit entry for each request, with who, from where and what came of it', async () => {
  const first = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  const second = await tenant.ask('POST /v1/catalog/sync/woocommerce');

  const log = await tenant.ask('GET /v1/audit-logs');
  const entryOf = ({ headers, body }: typeof first) => ({
    id: expect.any(String),
    at: expect.any(String),
    action: 'woocommerce_sync_triggered',
    actor: { kind: 'api_key', id: expect.any(String), name: 'First key' },
    address: '127.0.0.1',
    request_id: headers.get('x-request-id'),
    outcome: 'done',
    outcome_at: expect.any(String),
    metadata: {
      task_id: body.run_id,
      workflow_id: body.workflow_id,
      already_running: body.already_running,
      mode: 'full',
      store_id: storeId,
      store_url: 'https://shop.example',
    },
  });
  expect(log.body.items).toEqual([entryOf(second), entryOf(first)]);
});

it('I3 answers with the run that is under way, whoever asks and however many at once', async () => {
  const replies = await Promise.all(Array.from({ length: 5 }, () => tenant.ask('POST /v1/catalog/sync/woocommerce')));

  expect(new Set(replies.map(({ body }) => body.run_id)).size).toBe(1);
  expect(replies.map(({ body }) => body.already_running).sort()).toEqual([false, true, true, true, true]);
  expect((await tenant.ask('GET /v1/sync-runs')).body.items).toHaveLength(1);
});

it('starts a new run when the one before is over', async () => {
  const first = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  await world.temporal.ask((client) => client.workflow.getHandle(first.body.workflow_id).terminate());

  const second = await tenant.ask('POST /v1/catalog/sync/woocommerce');

  expect(second.body.already_running).toBe(false);
  expect(second.body.run_id).not.toBe(first.body.run_id);
});

it('awaits the end of a run whose row is closed already, and starts the one that was asked for', async () => {
  const { body: first } = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  await sql(
    (sql) => sql`
      update sync_runs set status = 'completed', finished_at = now() where tenant_id = ${tenant.id}::uuid`,
  );

  const asked = tenant.ask('POST /v1/catalog/sync/woocommerce');
  await tenant.ask('GET /v1/stores'); // meanwhile it has met the run that is over
  await world.temporal.ask((client) => client.workflow.getHandle(first.workflow_id).terminate());

  const { body } = await asked;
  expect(body).toMatchObject({ status: 'accepted', already_running: false });
  expect(body.run_id).not.toBe(first.run_id);
});

it('starts nothing while nobody ends the workflow of a run that is over', async () => {
  await tenant.ask('POST /v1/catalog/sync/woocommerce');
  await sql((sql) => sql`update sync_runs set status = 'awaiting_approval' where tenant_id = ${tenant.id}::uuid`);

  const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce');

  expect(body).toMatchObject({ status: 503, code: 'temporal_unavailable' });
});

it('I8 gives Temporal ids only, and shows operators the tenant and the store', async () => {
  const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce');

  const handle = world.temporal.ask((client) => client.workflow.getHandle(body.workflow_id).fetchHistory());
  const [started] = (await handle).events ?? [];
  const [input] = started?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  expect(JSON.parse(Buffer.from(input?.data ?? []).toString())).toEqual({
    tenantId: tenant.id,
    storeId,
    platform: 'woocommerce',
    mode: 'full',
    trigger: 'api',
    storeName: 'Shop',
  });
  const { typedSearchAttributes, priority } = await describe(body.workflow_id);
  expect(typedSearchAttributes.get(SEARCH_ATTRIBUTES.tenantId)).toBe(tenant.id);
  expect(typedSearchAttributes.get(SEARCH_ATTRIBUTES.storeId)).toBe(storeId);
  expect(typedSearchAttributes.get(SEARCH_ATTRIBUTES.syncMode)).toBe('full');
  expect(priority).toMatchObject({ priorityKey: 2, fairnessKey: tenant.id });
});

it('writes the row of a run that somebody else started, as that one started it', async () => {
  const sweepId = randomUUID();
  const { runId } = await startSync(world.temporal, {
    tenantId: tenant.id,
    storeId,
    platform: 'woocommerce',
    mode: 'full',
    trigger: 'schedule',
    storeName: 'Shop',
    sweepId,
  });

  const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce');

  expect(body).toMatchObject({ run_id: runId, already_running: true });
  const { rows } = await sql(
    (sql) => sql`select trigger, sweep_id from sync_runs where tenant_id = ${tenant.id}::uuid`,
  );
  expect(rows).toEqual([{ trigger: 'schedule', sweep_id: sweepId }]);
});

it('ends the wait of a run that waits for its own retry', async () => {
  const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  await sql(
    (sql) => sql`
      update sync_runs set status = 'running', phase = 'waiting_to_retry', next_attempt_at = now() + interval '5 minutes'
       where tenant_id = ${tenant.id}::uuid`,
  );

  const again = await tenant.ask('POST /v1/catalog/sync/woocommerce');

  expect(again.body).toMatchObject({ run_id: body.run_id, already_running: true });
  const history = await world.temporal.ask((client) => client.workflow.getHandle(body.workflow_id).fetchHistory());
  const [signal] = (history.events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes ?? []);
  expect(signal?.signalName).toBe('retryNow');
  expect(JSON.parse(Buffer.from(signal?.input?.payloads?.[0]?.data ?? []).toString())).toEqual({ runId: body.run_id });
  expect((await tenant.ask('GET /v1/audit-logs')).body.items[0]).toMatchObject({
    ...{ action: 'sync_retried_now', outcome: 'done', metadata: { run_id: body.run_id, store_id: storeId } },
  });
});

it('answers 409 with the run that is under way when that one does less', async () => {
  const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  await sql((sql) => sql`update sync_runs set mode = 'refresh' where tenant_id = ${tenant.id}::uuid`);

  const { status, body: refused } = await tenant.ask('POST /v1/catalog/sync/woocommerce');

  expect(status).toBe(409);
  expect(refused).toMatchObject({
    code: 'conflict',
    running: { run_id: body.run_id, workflow_id: syncProductsId('woocommerce', storeId), mode: 'refresh' },
  });
});

it('asks which store is meant when there are several, and takes the named one', async () => {
  const another = await insertStore(world.database, tenant.id);

  const unnamed = await tenant.ask('POST /v1/catalog/sync/woocommerce');
  expect(unnamed.body).toMatchObject({ status: 400, code: 'store_id_required' });
  const named = await tenant.ask('POST /v1/catalog/sync/woocommerce', { json: { store_id: another } });
  expect(named.body).toMatchObject({ store_id: another });
});

it('tells apart a platform without a store, an unknown store and a disconnected one', async () => {
  expect((await tenant.ask('POST /v1/catalog/sync/shopify')).body).toMatchObject({
    status: 400,
    code: 'not_configured',
  });
  const unknown = { json: { store_id: randomUUID() } };
  expect((await tenant.ask('POST /v1/catalog/sync/woocommerce', unknown)).status).toBe(404);
  const gone = { json: { store_id: await insertStore(world.database, tenant.id, { status: 'disconnected' }) } };
  const { body } = await tenant.ask('POST /v1/catalog/sync/woocommerce', gone);
  expect(body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining('connect it again') });
});

it('tries a store that needs attention', async () => {
  const weary = await insertStore(world.database, tenant.id, { status: 'needs_attention' });
  expect((await tenant.ask('POST /v1/catalog/sync/woocommerce', { json: { store_id: weary } })).status).toBe(202);
});
