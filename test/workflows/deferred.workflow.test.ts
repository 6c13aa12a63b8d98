import type { SweptStore } from '../../src/model/sweep';
import { fetched, gate, inTurn } from './support/answers';
import { childrenOf } from './support/history';
import type { Fakes } from './support/script';
import { startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const storeNumber = (number: number): SweptStore => ({
  id: `deferred-${number}`,
  tenantId: 'tenant',
  platform: 'woocommerce',
  name: 'Shop',
  status: 'active',
});
const [first, second] = [storeNumber(1), storeNumber(2)] as const;

const listing = (): Pick<Fakes, 'listStores'> => ({
  listStores: ({ after }) => (after === null ? [first, second] : []),
});

/** A run of the first store that stays where it is until it is told otherwise. */
const paused = async (mode: 'incremental' | 'full') => {
  const run = await world.sync({ storeId: first.id, mode });
  await run.handle.signal('pause');
  return run;
};

it('tries a store again that a lesser run is under way for, and its full run takes its turn when that one has ended', async () => {
  const reading = gate();
  const script = world.script({
    ...listing(),
    modeUnderWay: () => 'incremental',
    fetchProductPages: async (input) => {
      if (input.run.mode === 'incremental') await reading.opened;
      return fetched()(input);
    },
  });
  const lesser = await world.sync({ storeId: first.id, mode: 'incremental' });
  await script.asked('fetchProductPages');
  const sweep = await world.sweep();
  await script.asked('modeUnderWay');
  reading.open();
  expect(await lesser.end()).toMatchObject({ status: 'completed' });

  const totals = { scheduled: 2, already_running: 0, deferred: 0, skipped: 0 };
  expect(await sweep.endInSkippedTime()).toEqual({ status: 'completed', result: totals });
  const full = script.inputs('openRun').filter(({ input }) => input.sweepId === sweep.runId);
  expect(full.map(({ run }) => `${run.mode} ${run.storeId}`).sort()).toEqual([`full ${first.id}`, `full ${second.id}`]);
  expect(script.inputs('noteSweep').map(({ totals }) => totals.deferred)).toContain(1);
  expect(script.inputs('bringDeferredForward')).toEqual([]);
});

it('brings the full run forward of a store whose lesser run does not end, after so many tries, and holds no place for it', async () => {
  const script = world.script({ ...listing(), modeUnderWay: () => 'incremental' });
  const lesser = await paused('incremental');
  const sweep = await world.sweep();

  expect(await sweep.endInSkippedTime()).toMatchObject({
    status: 'completed',
    result: { scheduled: 2, already_running: 0, deferred: 1, skipped: 0 },
  });
  expect(script.inputs('modeUnderWay')).toHaveLength(6);
  expect(await childrenOf(sweep.handle)).toHaveLength(6);
  expect(script.inputs('bringDeferredForward')).toEqual([[{ id: first.id, tenantId: first.tenantId }]]);
  // Nobody ended it. The server that skips time may have gone on to its time-out, which is years away.
  expect(script.inputs('closeRun').map(({ run }) => run.id)).not.toContain(lesser.runId);
});

it('counts a store as already running when the run that it meets became a full one meanwhile', async () => {
  world.script({
    ...listing(),
    modeUnderWay: inTurn<'modeUnderWay'>(
      () => 'incremental',
      () => 'full',
    ),
  });
  await paused('full');
  const sweep = await world.sweep();

  expect(await sweep.endInSkippedTime()).toMatchObject({ result: { already_running: 1, deferred: 0 } });
});

it('tries a store again whose run ended just when it was met', async () => {
  const script = world.script({ ...listing(), modeUnderWay: () => null });
  const ending = await paused('full');
  const sweep = await world.sweep();
  await script.asked('modeUnderWay');
  await ending.handle.signal('resume');
  await ending.end();

  expect(await sweep.endInSkippedTime()).toMatchObject({ result: { already_running: 0, deferred: 0 } });
  expect(script.inputs('openRun').filter(({ input }) => input.sweepId === sweep.runId)).toHaveLength(2);
});
