import { randomBytes } from 'node:crypto';
import { dueStores, triggerSchedule } from '../../../src/temporal/schedules';
import { type SyncWorld, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

it('is due every five minutes, overtakes nobody and makes up for nothing', () => {
  expect(dueStores('queue')).toMatchObject({
    scheduleId: 'sync-due-stores',
    spec: { intervals: [{ every: '5 minutes' }] },
    policies: { overlap: 'SKIP', catchupWindow: '1 minute' },
    action: { workflowType: 'SyncDueStoresWorkflow', workflowExecutionTimeout: '10 minutes', args: [] },
  });
});

it('lets each sweep know when the last one began', async () => {
  const { action, ...schedule } = dueStores(world.taskQueue);
  const id = `due-${randomBytes(4).toString('hex')}`;
  const handle = await world.client((client) =>
    client.schedule.create({ ...schedule, scheduleId: id, action: { ...action, workflowId: id } }),
  );
  const act = async () => {
    const triggered = await triggerSchedule(world.temporal, id);
    if (triggered.kind !== 'started') throw new Error(triggered.kind);
    const { workflowId, runId } = triggered;
    await until('the sweep to end', async () => (await world.describe(workflowId, runId)).closeTime !== undefined);
    // The schedule hears of the end a moment later, and would skip what is asked for until then.
    await until('the schedule to know', async () => (await handle.describe()).info.runningActions.length === 0);
    return world.history(workflowId, runId);
  };
  try {
    await act();
    expect(await act()).toMatch(/lastCompletionResult[\s\S]*began_at/);
  } finally {
    await handle.delete();
  }
});
