import { closedAs, failsForNow, fetched, inTurn } from './support/answers';
import { startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const isAway = failsForNow('database_unavailable');

it('asks a store six times before the try has failed', async () => {
  const script = world.script({
    openRun: () => ({ retryDelays: [], approvalMs: 1, searchAttributes: [] }),
    fetchProductPages: failsForNow('store_unreachable'),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'failed', type: 'store_unreachable' });
  expect(script.inputs('fetchProductPages')).toHaveLength(6);
});

it('goes on within the same try when the store answers in time', async () => {
  const script = world.script({
    fetchProductPages: inTurn(...Array(5).fill(failsForNow('store_unreachable')), fetched()),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });
  expect(script.inputs('noteRun')).toEqual([]);
});

it('tries a merge twenty times, which outlasts a fail-over of the database, before the try has failed', async () => {
  const script = world.script({
    openRun: () => ({ retryDelays: [], approvalMs: 1, searchAttributes: [] }),
    upsertProductPages: isAway,
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'failed', type: 'database_unavailable' });
  expect(script.inputs('upsertProductPages')).toHaveLength(20);
});

it('I2 writes down how a run ended however long the database is away', async () => {
  const script = world.script({ closeRun: inTurn(...Array(100).fill(isAway), () => closedAs('completed')) });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed', result: { status: 'completed' } });
  expect(script.inputs('closeRun')).toHaveLength(101);
});

it('keeps at the maintenance of an hour for five times', async () => {
  const maintained = {
    runsClosed: 2,
    sweepsClosed: 1,
    standingsNoted: 3,
    expired: {},
    textsRenewed: 0,
    latePlaced: 0,
    daysFilled: 0,
  };
  const script = world.script({ maintain: inTurn(...Array(4).fill(isAway), () => maintained) });
  const maintenance = await world.start('MaintenanceWorkflow', 'maintenance-in-time', []);

  expect(await maintenance.endInSkippedTime()).toEqual({ status: 'completed', result: maintained });
  expect(script.inputs('maintain')).toHaveLength(5);
});

it('leaves what maintenance could not do to the next hour', async () => {
  const script = world.script({ maintain: isAway });
  const maintenance = await world.start('MaintenanceWorkflow', 'maintenance-in-vain', []);

  expect(await maintenance.endInSkippedTime()).toMatchObject({ status: 'failed', type: 'database_unavailable' });
  expect(script.inputs('maintain')).toHaveLength(5);
});
