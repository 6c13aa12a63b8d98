import { randomUUID } from 'node:crypto';
import type { WooShop } from '../../simulators/woocommerce/shop';
import { expireAll } from '../../src/maintenance/expire-all';
import { RETENTION_DAYS } from '../../src/model/retention';
import { approveDeactivationId } from '../../src/model/workflow-ids';
import { closeEndedSweeps } from '../../src/runs/ended/close-ended-sweeps';
import { closeIfEnded } from '../../src/runs/ended/close-if-ended';
import type { Store } from '../../src/stores/store';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { asSuperuser, queryAs } from '../support/test-database';
import { until } from '../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { runRetryDelays: [3_600_000] } });
});
afterAll(() => world.close());

/** One hour's maintenance, as the schedule starts it. */
const maintain = () =>
  world.client((client) =>
    client.workflow.execute('MaintenanceWorkflow', {
      workflowId: `maintenance-${randomUUID()}`,
      taskQueue: world.taskQueue,
    }),
  );

/** Maintenance looks at runs only that were asked for some minutes ago. */
const madeOld = (store: Store, runId: string) =>
  world.database.withTenant(
    store.tenantId,
    (sql) => sql`update sync_runs set queued_at = now() - interval '10 minutes' where id = ${runId}::uuid`,
  );

const logsOf = async (store: Store, runId: string) => {
  const { rows } = await world.database.withTenant(
    store.tenantId,
    (sql) => sql<{ status: string }>`select status from webhook_logs where run_id = ${runId}::uuid order by at`,
  );
  return rows.map((row) => row.status);
};

/** A run that waits an hour for its next try. */
async function waiting(): Promise<{ shop: WooShop; store: Store; workflowId: string; runId: string }> {
  const { shop, store } = await world.wooCommerce({ products: 5 });
  shop.faults.add({ path: '/products', answer: { html: 500 } });
  const started = await world.start(store);
  await world.whenRun(store, started.runId, 'waits to retry', ({ phase }) => phase === 'waiting_to_retry');
  await madeOld(store, started.runId);
  return { shop, store, ...started };
}

it('tells a run that was terminated in Temporal, once, and leaves one that goes on', async () => {
  const dead = await waiting();
  const alive = await waiting();
  await world.client((client) => client.workflow.getHandle(dead.workflowId).terminate('by hand'));

  await maintain();
  await maintain();

  expect(await world.run(dead.store, dead.runId)).toMatchObject({
    status: 'failed',
    error: { type: 'terminated', message: expect.stringContaining('sync the store again') },
  });
  expect(await logsOf(dead.store, dead.runId)).toEqual(['error']);
  expect(await world.run(alive.store, alive.runId)).toMatchObject({ status: 'running', phase: 'waiting_to_retry' });
});

it('I1 leaves the products of a run whose approval was terminated as they are, and says so', async () => {
  const products = Array.from({ length: 6 }, (_, index) => ({ id: String(index + 1), name: `P${index}`, price: '1' }));
  const { shop, store } = await world.wooCommerce({ products });
  await world.configure(store, { deactivation_brake: { count: 0, percent: 0 } });
  await world.sync(store);
  shop.remove('1');
  const { id } = await world.sync(store);
  await madeOld(store, id);
  await maintain();
  expect(await world.run(store, id)).toMatchObject({ status: 'awaiting_approval' });

  await world.client((client) => client.workflow.getHandle(approveDeactivationId(id)).terminate('by hand'));
  await maintain();

  expect(await world.run(store, id)).toMatchObject({ status: 'completed_with_errors', error: { type: 'terminated' } });
  expect(await world.catalogue(store).active()).toHaveLength(6);
});

it('tells a run that was ended between the start of its approval and its row, and lets the approval go', async () => {
  const { store, workflowId, runId } = await waiting();
  const { tenantId, id: storeId, platform, name: storeName } = store;
  const approval = await world.client((client) =>
    client.workflow.start('ApproveDeactivationWorkflow', {
      workflowId: approveDeactivationId(runId),
      taskQueue: world.taskQueue,
      args: [
        { tenantId, storeId, platform, runId, storeName, currency: 'EUR', emptyListing: false, waitMs: 3_600_000 },
      ],
    }),
  );
  await world.client((client) => client.workflow.getHandle(workflowId).terminate('by hand'));

  await maintain();

  expect(await world.run(store, runId)).toMatchObject({ status: 'failed', error: { type: 'terminated' } });
  expect(await approval.result()).toMatchObject({ status: 'superseded' });
});

it('leaves a run alone that was approved, or closed, between the look at its row and at Temporal', async () => {
  const { store } = await world.wooCommerce({ products: 3 });
  const { id } = await world.sync(store);
  const { tenantId, id: storeId, platform } = store;
  // Its workflow is over, as Temporal says, and there is no approval.
  const seen = {
    id,
    tenantId,
    storeId,
    platform,
    mode: 'full',
    dryRun: false,
    workflowId: 'sync-products/over',
  } as const;

  expect(await closeIfEnded(world, { ...seen, status: 'running' })).toBe(false);
  await world.database.withTenant(
    tenantId,
    (sql) => sql`update sync_runs set status = 'running', finished_at = null where id = ${id}::uuid`,
  );
  expect(await closeIfEnded(world, { ...seen, status: 'awaiting_approval' })).toBe(false);
  expect(await closeIfEnded(world, { ...seen, status: 'queued' })).toBe(false);
  expect(await logsOf(store, id)).toEqual(['success']);
});

it('asks nothing about a run that was started a moment ago, whose workflow may not be seen yet', async () => {
  const { store } = await world.wooCommerce({ products: 3 });
  const { id } = await world.sync(store);
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`
      update sync_runs set status = 'queued', finished_at = null, workflow_id = 'sync-products/unseen'
       where id = ${id}::uuid`,
  );

  await maintain();
  expect(await world.run(store, id)).toMatchObject({ status: 'queued' });

  await madeOld(store, id);
  await maintain();
  expect(await world.run(store, id)).toMatchObject({ status: 'failed', error: { type: 'terminated' } });
});

it('I4 opens the row of a run again that is reset after it was told as terminated, and ends it right', async () => {
  const { shop, store, workflowId, runId } = await waiting();
  await world.client((client) => client.workflow.getHandle(workflowId).terminate('by hand'));
  await maintain();
  expect(await world.run(store, runId)).toMatchObject({ status: 'failed', error: { type: 'terminated' } });

  shop.faults.clear();
  await world.client(async (client) => {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    await client.workflowService.resetWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId, runId },
      requestId: randomUUID(),
      workflowTaskFinishEventId: events?.find((event) => event.workflowTaskCompletedEventAttributes)?.eventId ?? null,
    });
  });

  await until('its row to be open again', async () => (await world.run(store, runId)).status !== 'failed');
  const run = await world.whenRun(store, runId, 'is completed', ({ status }) => status === 'completed');
  expect(run).toMatchObject({ error: null, products: { seen: 5, created: 5 } });
  expect(await logsOf(store, runId)).toEqual(['error', 'success']);
  expect(await world.catalogue(store).active()).toHaveLength(5);
});

it('says of a terminated dry run that it was one', async () => {
  const { shop, store } = await world.wooCommerce({ products: 5 });
  shop.faults.add({ path: '/products', answer: { html: 500 } });
  const started = await world.start(store, { dryRun: true });
  await world.whenRun(store, started.runId, 'waits to retry', ({ phase }) => phase === 'waiting_to_retry');
  await madeOld(store, started.runId);
  await world.client((client) => client.workflow.getHandle(started.workflowId).terminate('by hand'));

  await maintain();

  const { rows } = await world.database.withTenant(
    store.tenantId,
    (sql) => sql`select payload->'dry_run' as dry_run from webhook_logs where run_id = ${started.runId}::uuid`,
  );
  expect(rows).toEqual([{ dry_run: true }]);
});

it('leaves a store marked that was refused while the approval waited', async () => {
  const { shop, store } = await world.wooCommerce({
    products: Array.from({ length: 6 }, (_, index) => ({ id: String(index + 1), name: `P${index}`, price: '1' })),
  });
  await world.configure(store, { deactivation_brake: { count: 0, percent: 0 } });
  await world.sync(store);
  shop.remove('1');
  const { id } = await world.sync(store);
  await madeOld(store, id);
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`update stores set status = 'needs_attention' where id = ${store.id}::uuid`,
  );
  await world.client((client) => client.workflow.getHandle(approveDeactivationId(id)).terminate('by hand'));

  await maintain();

  expect(await world.run(store, id)).toMatchObject({ status: 'completed_with_errors' });
  const { rows } = await world.database.withTenant(
    store.tenantId,
    (sql) => sql`select status from stores where id = ${store.id}::uuid`,
  );
  expect(rows).toEqual([{ status: 'needs_attention' }]);
});

it('tells a sweep that Temporal does not know any more', async () => {
  const id = randomUUID();
  await world.database.withSystem(
    (sql) => sql`
      insert into sync_sweeps (id, workflow_id, mode, trigger, status, started_at)
      values (${id}::uuid, ${`sync-all-stores/${id}`}::text, 'full', 'api', 'running', now() - interval '1 hour')`,
  );

  expect(await closeEndedSweeps(world)).toBe(1);

  const { rows } = await world.database.withSystem(
    (sql) => sql<{ status: string }>`select status from sync_sweeps where id = ${id}::uuid`,
  );
  expect(rows).toEqual([{ status: 'failed' }]);
});

it('takes what was kept long enough, of every tenant, and nothing younger', async () => {
  // Tenants of their own: changes go in the feed's order, and none goes behind a younger one of another test.
  const [one, other] = [await world.newTenant('One'), await world.newTenant('Other')];
  const stores = [await world.wooCommerce({ products: 3 }, one), await world.wooCommerce({ products: 3 }, other)];
  for (const { store } of stores) {
    const { id } = await world.sync(store);
    await world.sync(store);
    await queryAs(
      asSuperuser(world.databaseUrl),
      `update sync_runs set finished_at = now() - interval '31 days' where id = '${id}';
       update webhook_logs set at = now() - interval '91 days' where run_id = '${id}';
       update product_changes set at = now() - interval '366 days' where run_id = '${id}'`,
    );
  }

  const expired = await expireAll(world.database, RETENTION_DAYS, () => undefined);

  expect(expired).toEqual({ sync_pages: 2, webhook_logs: 2, product_changes: 6 });
  for (const { store } of stores) {
    const { rows } = await world.database.withTenant(
      store.tenantId,
      (sql) => sql`
        select (select count(*) from sync_pages where store_id = ${store.id}::uuid)::int as pages,
               (select count(*) from webhook_logs where store_id = ${store.id}::uuid)::int as logs,
               (select count(*) from products where store_id = ${store.id}::uuid)::int as products`,
    );
    expect(rows).toEqual([{ pages: 1, logs: 1, products: 3 }]);
  }
});
