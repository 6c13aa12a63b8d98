import { readSweep, type SweepView } from '../../src/runs/sweeps';
import type { Store } from '../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';

let world: SyncWorld;
beforeEach(async () => {
  world = await startSyncWorld({ patience: { runRetryDelays: [3_600_000] } });
});
afterEach(() => world.close());

const sweepOf = (runId: string) =>
  until('the sweep’s row', () => world.database.withSystem((sql) => readSweep(sql, runId)));

async function ended(sweep: { workflowId: string; runId: string }): Promise<SweepView> {
  return until('the sweep to end', async () => {
    const view = await sweepOf(sweep.runId);
    return view.status !== 'running' && view;
  });
}

async function lastRun(store: Store) {
  return world.database.withTenant(store.tenantId, async (sql) => {
    const { rows } = await sql<{ id: string; status: string; trigger: string; sweep_id: string | null }>`
      select id, status, trigger, sweep_id from sync_runs
       where tenant_id = ${store.tenantId}::uuid and store_id = ${store.id}::uuid
       order by queued_at desc limit 1`;
    return rows[0];
  });
}

it('syncs all stores of all tenants, and one store’s failure is only counted', async () => {
  const other = await world.newTenant('Other');
  const good = await world.wooCommerce({ products: 20 });
  const goodElsewhere = await world.shopify({ products: 20 }, other);
  const unreadable = await world.wooCommerce({ products: [{ id: 1, name: 'Broken', price: 'ask' }] }, other);
  const refused = await world.shopify({ products: 5 });
  refused.shop.rotateToken();
  const down = await world.wooCommerce({ products: 5 }, other);
  down.shop.faults.add({ answer: { status: 500 } });
  const needsAttention = await world.shopify({ products: 5 }, other);
  needsAttention.shop.rotateToken();
  expect(await world.sync(needsAttention.store)).toMatchObject({ status: 'failed' });
  const busy = await world.wooCommerce({ products: 5 });
  busy.shop.faults.add({ path: 'offset=', answer: { hang: true } });
  const running = await world.start(busy.store);

  const sweep = await world.startSweep({ trigger: 'schedule' });
  await ended(sweep);
  const totals = await world.client((client) => client.workflow.getHandle(sweep.workflowId, sweep.runId).result());

  expect(totals).toEqual({ scheduled: 7, already_running: 1, deferred: 0, skipped: 1 });
  expect(await sweepOf(sweep.runId)).toMatchObject({
    status: 'completed',
    platform: null,
    mode: 'full',
    scheduled: 7,
    running: 0,
    // It holds no place: the sweep has ended without it.
    waiting_to_retry: 1,
    completed: 2,
    completed_with_errors: 1,
    awaiting_approval: 0,
    failed: { store_credentials_rejected: 1 },
    already_running: 1,
    skipped: 1,
    finished_at: expect.any(Date),
  });
  expect(await lastRun(good.store)).toMatchObject({ status: 'completed', trigger: 'schedule', sweep_id: sweep.runId });
  expect(await lastRun(unreadable.store)).toMatchObject({ status: 'completed_with_errors' });
  expect(await lastRun(busy.store)).toMatchObject({ id: running.runId, trigger: 'api', sweep_id: null });

  const workflowId = `sync-products/shopify/${goodElsewhere.store.id}`;
  const child = await world.describe(workflowId);
  expect(child.parentExecution?.workflowId).toMatch(sweep.workflowId);
  expect(await child.staticSummary()).toBe(`${goodElsewhere.store.name}: full sync`);
  expect(
    Object.fromEntries(child.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value])),
  ).toMatchObject({ TenantId: other, StoreId: goodElsewhere.store.id, Platform: 'shopify', RunStatus: 'completed' });
  expect((await world.history(workflowId)).includes(`"fairnessKey":"${other}"`)).toBe(true);
  await world.client((client) => client.workflow.getHandle(running.workflowId).cancel());
  await world.ended(busy.store, running);
});

it('tries a store again that an incremental run is under way for, and syncs it whole when that run has ended', async () => {
  const { shop, store } = await world.wooCommerce({ products: 5 });
  await world.sync(store);
  shop.faults.add({ path: 'modified_after', times: 1, answer: { hang: true } });
  const lesser = await world.start(store, { mode: 'incremental' });
  await until('the store is asked', async () => shop.requestLog.some(({ path }) => path.includes('modified_after')));

  const sweep = await world.startSweep();
  await until('the store to be put off', async () => (await sweepOf(sweep.runId)).deferred === 1);
  await world.client((client) => client.workflow.getHandle(lesser.workflowId).cancel());

  expect(await ended(sweep)).toMatchObject({ status: 'completed', scheduled: 1, completed: 1, deferred: 0 });
  expect(await lastRun(store)).toMatchObject({ status: 'completed', sweep_id: sweep.runId });
  expect(await world.run(store, lesser.runId)).toMatchObject({ status: 'cancelled', error: null });
});

it('syncs the stores of one platform only', async () => {
  const woo = await world.wooCommerce({ products: 3 });
  const shopify = await world.shopify({ products: 3 });

  const sweep = await world.startSweep({ platform: 'shopify' });

  expect(await ended(sweep)).toMatchObject({ status: 'completed', platform: 'shopify', scheduled: 1, completed: 1 });
  expect(await lastRun(shopify.store)).toMatchObject({ status: 'completed' });
  expect(await lastRun(woo.store)).toBeUndefined();
});

it('starts no store of an inactive tenant', async () => {
  const other = await world.newTenant('Other');
  await world.wooCommerce({ products: 3 }, other);
  await world.database.withSystem((sql) => sql`update tenants set is_active = false where id = ${other}::uuid`);

  expect(await ended(await world.startSweep())).toMatchObject({ status: 'completed', scheduled: 0 });
});

it('cancelling a sweep cancels its running children, also one that waits for its retry', async () => {
  const busy = await world.wooCommerce({ products: 5 });
  busy.shop.faults.add({ path: 'offset=', answer: { hang: true } });
  const waits = await world.wooCommerce({ products: 5 });
  waits.shop.faults.add({ answer: { status: 500 } });
  const sweep = await world.startSweep();
  await until('both to be seen', async () => {
    const view = await sweepOf(sweep.runId);
    return view.running === 1 && view.waiting_to_retry === 1;
  });

  await world.client((client) => client.workflow.getHandle(sweep.workflowId).cancel());

  expect(await ended(sweep)).toMatchObject({ status: 'cancelled', scheduled: 2 });
  await isCancelled(sweep.workflowId);
  for (const { store } of [busy, waits]) {
    await isCancelled(`sync-products/woocommerce/${store.id}`);
    expect(await lastRun(store)).toMatchObject({ status: 'cancelled' });
  }
});

/** Temporal says so a moment after the row does. */
const isCancelled = (workflowId: string) =>
  until(`${workflowId} to be cancelled`, async () => (await world.describe(workflowId)).status.name === 'CANCELLED');
