import { startSync } from '../../src/temporal/start-sync';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** Any listing of products. */
const LISTING = 'offset=';

async function webhookLogs(tenantId: string, runId: string) {
  return world.database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ provider: string; event: string; status: string; processing_ms: number }>`
      select provider, event, status, processing_ms, payload from webhook_logs
       where tenant_id = ${tenantId}::uuid and run_id = ${runId}::uuid`;
    return rows;
  });
}

it('I2 a whole listing is completed in the row, in Temporal and in the one log entry', async () => {
  const { store } = await world.wooCommerce({ products: 20 });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed', phase: 'closing', progress: 1, error: null, attempt: 1 });
  expect((await world.describe(run.workflow_id, run.id)).status.name).toBe('COMPLETED');
  expect(await webhookLogs(store.tenantId, run.id)).toEqual([
    {
      provider: 'woocommerce',
      event: 'product_sync',
      status: 'success',
      processing_ms: expect.any(Number),
      payload: expect.objectContaining({ run_id: run.id, status: 'completed', products: productsOf(run) }),
    },
  ]);
});

const productsOf = ({ products: { announced: _, ...products } }: Awaited<ReturnType<SyncWorld['run']>>) => products;

it('I2 unreadable products make completed_with_errors', async () => {
  const products = [
    { id: 1, name: 'Good', regular_price: '5' },
    { id: 2, name: 'Bad', price: 'call us' },
  ];
  const { store } = await world.wooCommerce({ products });

  const run = await world.sync(store);

  expect(run).toMatchObject({ status: 'completed_with_errors', products: { seen: 2, created: 1, rejected: 1 } });
  expect((await world.describe(run.workflow_id, run.id)).status.name).toBe('COMPLETED');
});

it('I2 a listing whose end was not reached is failed, also in Temporal, and logged as an error', async () => {
  const { shop, store } = await world.wooCommerce({ products: 20 });
  shop.faults.add({ path: LISTING, answer: { html: 500 } });

  const run = await world.sync(store);

  expect(run).toMatchObject({
    status: 'failed',
    error: { type: 'store_unreachable', message: expect.stringMatching(/500/) },
  });
  expect((await world.describe(run.workflow_id, run.id)).status.name).toBe('FAILED');
  expect(await webhookLogs(store.tenantId, run.id)).toEqual([expect.objectContaining({ status: 'error' })]);
});

it('I3 two starts at once are one run, and a sweep counts the store as already running', async () => {
  const { shop, store } = await world.wooCommerce({ products: 20 });
  shop.faults.add({ path: LISTING, times: 1, answer: { delayMs: 5_000 } });

  const starts = await Promise.all([1, 2, 3].map(() => world.start(store)));
  expect(new Set(starts.map(({ runId }) => runId)).size).toBe(1);
  expect(starts.map(({ alreadyRunning }) => alreadyRunning).sort()).toEqual([false, true, true]);

  const sweep = await world.startSweep();
  const totals = await world.client((client) => client.workflow.getHandle(sweep.workflowId, sweep.runId).result());
  expect(totals).toMatchObject({ already_running: 1 });

  const [first] = starts;
  if (first === undefined) throw new Error('nothing was started');
  expect(await world.ended(store, first)).toMatchObject({ status: 'completed' });
  expect(shop.requestLog.filter(({ path }) => /offset=0&.*per_page=100/.test(path))).toHaveLength(1);
});

it('shows what a run is for in Temporal: search attributes, summary and details', async () => {
  const { store } = await world.wooCommerce({ products: 20 });
  const run = await world.sync(store);

  const description = await world.describe(run.workflow_id, run.id);

  const attributes = Object.fromEntries(
    description.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
  );
  expect(attributes).toMatchObject({
    TenantId: store.tenantId,
    StoreId: store.id,
    Platform: 'woocommerce',
    SyncMode: 'full',
    RunStatus: 'completed',
  });
  expect(await description.staticSummary()).toBe(`${store.name}: full sync`);
  expect((await world.history(run.workflow_id, run.id)).includes('"priorityKey":2')).toBe(true);
});

it('gives a run that was ended from outside its last status when the store is synced again', async () => {
  const { shop, store } = await world.wooCommerce({ products: 20 });
  shop.faults.add({ path: LISTING, times: 1, answer: { hang: true } });
  const terminated = await world.start(store);
  await world.whenRun(store, terminated.runId, 'reads', ({ phase }) => phase === 'reading');
  await world.client((client) => client.workflow.getHandle(terminated.workflowId).terminate());

  expect(await world.sync(store)).toMatchObject({ status: 'completed' });

  expect(await world.run(store, terminated.runId)).toMatchObject({ status: 'failed', error: { type: 'terminated' } });
  expect(await webhookLogs(store.tenantId, terminated.runId)).toEqual([expect.objectContaining({ status: 'error' })]);
});

it('starts a store again after its last run, under a new run id', async () => {
  const { store } = await world.wooCommerce({ products: 1 });
  const first = await world.sync(store);
  const again = await startSync(world.temporal, {
    tenantId: store.tenantId,
    storeId: store.id,
    platform: store.platform,
    storeName: store.name,
    mode: 'full',
    trigger: 'cli',
  });
  expect(again).toMatchObject({ workflowId: first.workflow_id, alreadyRunning: false });
  expect(again.runId).not.toBe(first.id);
  expect(await world.ended(store, again)).toMatchObject({ status: 'completed', trigger: 'cli' });
});
