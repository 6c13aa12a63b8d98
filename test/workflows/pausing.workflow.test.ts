import { pauseSignal, progressQuery, resumeSignal, retryNowSignal } from '../../src/workflows/messages';
import { DAY, fails, fetched, inTurn, isLarge } from './support/answers';
import type { Fakes, Script } from './support/script';
import { type Execution, startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const ELSEWHERE = '00000000-0000-4000-8000-000000000000';
const PAUSED = { note: 'progress', progress: { status: 'paused' } };
const GOES_ON = { note: 'progress', progress: { status: 'running' } };

const handleOf = (storeId: string) => world.find(`sync-products/woocommerce/${storeId}`);

/** The step's own answer, after somebody has paused the run meanwhile. */
const pausedDuring =
  <Input extends { run: { storeId: string } }, Output>(answer: (input: Input) => Output) =>
  async (input: Input) => {
    await handleOf(input.run.storeId).signal(pauseSignal);
    return answer(input);
  };

/** Lets three days go by on a run that somebody paused, then resumes it. Answers what it had done by then. */
async function resumedAfterDays(script: Script, run: Execution): Promise<string[]> {
  await script.asked('noteRun');
  await world.skip(3 * DAY);
  const done = script.order();
  expect(await run.runStatus()).toBe('paused');
  await run.handle.signal(resumeSignal, { runId: run.runId });
  expect(await run.end()).toMatchObject({ status: 'completed' });
  expect(script.inputs('noteRun')).toMatchObject([PAUSED, GOES_ON]);
  expect(await run.runStatus()).toBe('completed');
  return done;
}

it('pauses behind the batch that it is merging, for as long as it takes, and goes on from there', async () => {
  const script = world.script({
    fetchProductPages: inTurn(fetched('page 2'), fetched('page 3'), fetched()),
    upsertProductPages: inTurn(
      pausedDuring(() => ({ kind: 'merged', seen: 100, overtaken: 0 })),
      () => ({ kind: 'merged', seen: 200, overtaken: 0 }),
    ),
  });
  const run = await world.sync();

  const done = await resumedAfterDays(script, run);

  expect([...done].sort()).toEqual([
    ...['fetchProductPages', 'fetchProductPages', 'noteRun', 'openRun', 'upsertProductPages'],
  ]);
  expect(script.inputs('fetchProductPages').map(({ cursor }) => cursor)).toEqual([null, 'page 2', 'page 3']);
});

it.each<[string, Partial<Fakes>, string]>([
  [
    'before it asks the store about missing products',
    { findMissing: pausedDuring(() => ({ kind: 'found', whole: true, empty: false, missing: 3 })) },
    'findMissing',
  ],
  [
    'before it asks about them once more',
    {
      findMissing: () => ({ kind: 'found', whole: true, empty: false, missing: 3 }),
      deactivateMissing: inTurn(
        pausedDuring(() => ({ kind: 'deactivated', deactivated: 1, stale: 2 })),
        () => ({ kind: 'deactivated', deactivated: 2, stale: 0 }),
      ),
    },
    'deactivateMissing',
  ],
  [
    'before it looks again after the store’s bulk operation',
    {
      fetchProductPages: isLarge(),
      startBulk: pausedDuring(() => ({ kind: 'started', operationId: 'operation', observation: 7, requests: 1 })),
    },
    'startBulk',
  ],
])('pauses %s', async (_, fakes, last) => {
  const script = world.script(fakes);
  const run = await world.sync();

  expect((await resumedAfterDays(script, run)).slice(-2)).toEqual([last, 'noteRun']);
});

it('pauses a refresh between two steps', async () => {
  const script = world.script({ refreshProducts: pausedDuring(() => ({ done: 1_000, waitMs: 0 })) });
  const externalIds = Array.from({ length: 1_500 }, (_, index) => String(index));
  const run = await world.sync({ mode: 'refresh', externalIds });

  expect(await resumedAfterDays(script, run)).toEqual(['openRun', 'refreshProducts', 'noteRun']);
});

it('shows that it is paused, and where', async () => {
  const script = world.script({ fetchProductPages: inTurn(pausedDuring(fetched('page 2')), fetched()) });
  const run = await world.sync();
  await script.asked('noteRun');

  expect(await run.handle.query(progressQuery)).toEqual({
    ...{ runId: run.runId, phase: 'reading', paused: true, attempt: 1 },
    ...{ announced: 100, seen: 100, progress: 1 },
  });
});

it('ignores a pause that was meant for another run of the store', async () => {
  const script = world.script({
    fetchProductPages: inTurn(async (input) => {
      await handleOf(input.run.storeId).signal(pauseSignal, { runId: ELSEWHERE });
      return fetched('page 2')(input);
    }, fetched()),
  });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'completed' });
  expect(script.inputs('noteRun')).toEqual([]);
});

it('stays paused when another run of the store was to be resumed, and when somebody asks for a retry', async () => {
  const script = world.script({ fetchProductPages: inTurn(pausedDuring(fetched('page 2')), fetched()) });
  const run = await world.sync();
  await script.asked('noteRun');

  await run.handle.signal(resumeSignal, { runId: ELSEWHERE });
  await run.handle.signal(retryNowSignal, { runId: run.runId });
  await world.skip(DAY);

  expect(await run.handle.query(progressQuery)).toMatchObject({ paused: true });
  await run.handle.signal(resumeSignal);
  expect(await run.end()).toMatchObject({ status: 'completed' });
});

it('does not stop for a pause that was taken back before it could', async () => {
  const script = world.script({
    fetchProductPages: inTurn(async (input) => {
      await handleOf(input.run.storeId).signal(pauseSignal);
      await handleOf(input.run.storeId).signal(resumeSignal);
      return fetched('page 2')(input);
    }, fetched()),
  });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'completed' });
  expect(script.inputs('noteRun')).toEqual([]);
});

it('pauses a run that waits for its retry when the wait is over', async () => {
  const script = world.script({ fetchProductPages: inTurn(fails('store_unreachable'), fetched()) });
  const run = await world.sync();
  await script.asked('noteRun');
  await run.handle.signal(pauseSignal);
  await world.skip(DAY);

  expect(script.inputs('noteRun')).toMatchObject([{ note: 'retry' }, PAUSED]);
  expect(script.order().slice(-2)).toEqual(['openRun', 'noteRun']);
  await run.handle.signal(resumeSignal);
  expect(await run.end()).toMatchObject({ status: 'completed' });
});
