import { pauseSignal, resumeSignal } from '../../src/workflows/messages';
import { asksToWait, batchAt, fails, fetched, inTurn, MINUTE } from './support/answers';
import { type Execution, startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

/** The server suggests to continue as new behind 4 MB of history: that are two or three batches with such cursors. */
const place = (page: number) => `page ${page} ${'x'.repeat(900_000)}`;
const CURSORS = [null, place(2), place(3), place(4), place(5), null] as const;
const BATCHES = CURSORS.slice(0, -1);
const LISTING = CURSORS.slice(1).map((next) => fetched(next));

const firstStatusOf = async ({ workflowId, runId }: Execution) =>
  (await world.find(workflowId, runId).describe()).status.name;

it('I4 continues as new when its history grows long, with the batch in hand, and stays one run', async () => {
  const script = world.script({ fetchProductPages: inTurn<'fetchProductPages'>(...LISTING) });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'completed', result: { runId: run.runId, status: 'completed' } });

  expect(await firstStatusOf(run)).toBe('CONTINUED_AS_NEW');
  const opened = script.inputs('openRun');
  expect(opened.length).toBeGreaterThan(1);
  expect(opened).toMatchObject(opened.map(() => ({ run: { id: run.runId }, attempt: 1 })));
  expect(opened.map(({ phase }) => phase)).toEqual(['opening', ...opened.slice(1).map(() => 'reading')]);
  expect(script.inputs('fetchProductPages').map(({ cursor }) => cursor)).toEqual(BATCHES);
  expect(script.inputs('upsertProductPages').map(({ batchId }) => batchId)).toEqual(BATCHES.map(batchAt));
  expect(script.inputs('closeRun')).toMatchObject([{ run: { id: run.runId } }]);
});

it('takes its try, and the waits that the store asked for, along', async () => {
  const script = world.script({
    fetchProductPages: inTurn<'fetchProductPages'>(
      fails('store_unreachable'),
      asksToWait(31 * MINUTE),
      ...LISTING.slice(0, -1),
      asksToWait(30 * MINUTE),
      fetched(),
    ),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(await firstStatusOf(run)).toBe('CONTINUED_AS_NEW');
  const attempts = script.inputs('openRun').map(({ attempt }) => attempt);
  expect(attempts.slice(0, 3)).toEqual([1, 2, 2]);
  expect(attempts.at(-1)).toBe(3);
  expect(script.inputs('noteRun').filter(({ note }) => note === 'retry')).toMatchObject([
    { note: 'retry', nextAttempt: 2, error: { type: 'store_unreachable' } },
    { note: 'retry', nextAttempt: 3, error: { type: 'store_throttled' } },
  ]);
});

it('knows itself by its run id afterwards', async () => {
  const script = world.script({
    fetchProductPages: inTurn<'fetchProductPages'>(...LISTING),
    upsertProductPages: async ({ run, batchId }) => {
      if (batchId === batchAt(place(4))) {
        await world.find(`sync-products/woocommerce/${run.storeId}`).signal(pauseSignal, { runId: run.id });
      }
      return { kind: 'merged', seen: 100, overtaken: 0 };
    },
  });
  const run = await world.sync();
  expect(await script.asked('noteRun')).toMatchObject({ run: { id: run.runId }, progress: { status: 'paused' } });
  expect(await firstStatusOf(run)).toBe('CONTINUED_AS_NEW');

  await run.handle.signal(resumeSignal, { runId: run.runId });

  expect(await run.end()).toMatchObject({ status: 'completed' });
});
