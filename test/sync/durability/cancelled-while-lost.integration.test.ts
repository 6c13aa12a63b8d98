import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process';

let world: SyncWorld;
const processes: WorkerProcess[] = [];
beforeAll(async () => {
  world = await startSyncWorld({ withoutWorker: true });
});
afterAll(async () => {
  await Promise.all(processes.map((each) => each.end('SIGKILL')));
  await world.close();
});

// The step is missed after 15 s without a heartbeat, and is not tried again, because the run was cancelled meanwhile.
it('I2 a run that is cancelled while its step is lost with a killed worker ends as cancelled, not as failed', async () => {
  const { store } = await world.wooCommerce({ products: 5 });
  const killed = startWorkerProcess(world, 'run-opened:kill');
  const { runId, workflowId } = await world.start(store);
  await killed.ended();
  await world.client((client) => client.workflow.getHandle(workflowId).cancel());

  processes.push(startWorkerProcess(world));
  expect(await world.ended(store, { runId, workflowId })).toMatchObject({ status: 'cancelled', error: null });
  expect((await world.describe(workflowId)).status.name).toBe('CANCELLED');
});
