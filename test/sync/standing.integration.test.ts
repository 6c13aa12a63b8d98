import { randomUUID } from 'node:crypto';
import { cancelRun } from '../../src/temporal/control-run';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** A run that somebody pauses in Temporal while it reads, and that the hourly maintenance then looks at. */
async function pausedInTemporal() {
  const { shop, store } = await world.wooCommerce({ products: 500, variableShare: 0 });
  shop.faults.add({ path: 'offset=', answer: { delayMs: 450 } });
  const started = await world.start(store);
  await world.whenRun(store, started.runId, 'merged a page', ({ pages }) => pages.merged > 0);
  const { workflowId } = started;
  await world.client(({ workflowService, options: { namespace } }) =>
    workflowService.pauseWorkflowExecution({
      ...{ namespace, workflowId, identity: 'a test', reason: 'to look', requestId: randomUUID() },
    }),
  );
  shop.faults.clear();
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
