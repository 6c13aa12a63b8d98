import { randomUUID } from 'node:crypto';
import { cancelRun } from '../../src/temporal/control-run';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/**
 * A run that somebody pauses in Temporal while it reads, and that the hourly maintenance then looks at. Only while a
 * step is in hand: server 1.32.0 spoils the history of a workflow that it pauses between two steps, and no worker can go
 * on with it.
 */
async function pausedInTemporal() {
  const { shop, store } = await world.wooCommerce({ products: 500, variableShare: 0 });
  shop.faults.add({ path: 'offset=1', answer: { delayMs: 5_000 } });
  const started = await world.start(store);
  const { workflowId } = started;
  await until('the run to read with nothing else in hand', async () => {
    const { raw } = await world.describe(workflowId);
    const [step, ...more] = raw.pendingActivities ?? [];
    return step?.activityType?.name === 'fetchProductPages' && more.length === 0 && !raw.pendingWorkflowTask;
  });
  await world.client(({ workflowService, options: { namespace } }) =>
    workflowService.pauseWorkflowExecution({
      ...{ namespace, workflowId, identity: 'a test', reason: 'to look', requestId: randomUUID() },
    }),
  );
  await world.database.withTenant(
    store.tenantId,
    (sql) => sql`update sync_runs set queued_at = now() - interval '10 minutes' where id = ${started.runId}::uuid`,
  );
  await world.client((client) =>
    client.workflow.execute('MaintenanceWorkflow', {
      workflowId: `maintenance-${randomUUID()}`,
      taskQueue: world.taskQueue,
    }),
  );
  shop.faults.clear();
  return { store, started };
}

it('the hourly maintenance finds a run that somebody paused in Temporal, which goes on when it is unpaused', async () => {
  const { store, started } = await pausedInTemporal();
  expect(world.log.filter((line) => line.includes('run stands otherwise in Temporal'))).toMatchObject([
    expect.stringContaining(started.runId),
  ]);

  await world.client(({ workflowService, options: { namespace } }) =>
    workflowService.unpauseWorkflowExecution({
      ...{ namespace, workflowId: started.workflowId, identity: 'a test', reason: 'go on', requestId: randomUUID() },
    }),
  );

  expect(await world.ended(store, started)).toMatchObject({
    status: 'completed',
    waiting: null,
    products: { seen: 500, created: 500 },
  });
});

it('a run that is paused in Temporal ends when it is cancelled', async () => {
  const { store, started } = await pausedInTemporal();

  await cancelRun(world.temporal, started);

  expect(await world.ended(store, started)).toMatchObject({ status: 'cancelled', error: null, waiting: null });
});
