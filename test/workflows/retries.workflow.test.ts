import type { RunErrorType } from '../../src/model/run-errors';
import { progressQuery, retryNowSignal } from '../../src/workflows/messages';
import { until } from '../support/until';
import { fails, fetched, HOUR, hangs, inTurn, LISTING, MINUTE } from './support/answers';
import { timersOf } from './support/history';
import type { Script } from './support/script';
import { type Execution, startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const ELSEWHERE = '00000000-0000-4000-8000-000000000000';

const UNREACHABLE = { type: 'store_unreachable', message: 'The shop answered with 500' } as const;
const isUnreachable = fails(UNREACHABLE.type, UNREACHABLE.message);

/** What was written down of the waits before a run's own retries. */
const waitsOf = (script: Script) => script.inputs('noteRun').flatMap((each) => (each.note === 'retry' ? each : []));

it('waits 5, 15 and 45 minutes before its own retries, each a tenth more or less, then it has failed', async () => {
  const script = world.script({ fetchProductPages: isUnreachable });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toEqual({ status: 'failed', ...UNREACHABLE });

  const waits = waitsOf(script);
  expect(waits).toMatchObject([2, 3, 4].map((nextAttempt) => ({ nextAttempt, error: UNREACHABLE })));
  [5, 15, 45].forEach((minutes, index) => {
    expect(waits[index]?.waitMs).toBeGreaterThanOrEqual(0.9 * minutes * MINUTE);
    expect(waits[index]?.waitMs).toBeLessThanOrEqual(1.1 * minutes * MINUTE);
  });
  expect(await timersOf(run.handle)).toEqual(waits.map(({ waitMs }) => ({ ms: waitMs, ended: 'fired' })));
  expect(script.inputs('openRun').map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
  expect(script.inputs('closeRun')).toMatchObject([{ end: { kind: 'ended', status: 'failed', error: UNREACHABLE } }]);
  expect(await run.runStatus()).toBe('failed');
});

it('spreads the retries of stores that failed together', async () => {
  const script = world.script({ fetchProductPages: isUnreachable });
  const runs = await Promise.all(Array.from({ length: 8 }, () => world.sync()));
  for (const run of runs) await run.endInSkippedTime();

  const shares = waitsOf(script).map(
    ({ waitMs, nextAttempt }) => waitMs / ([5, 15, 45][nextAttempt - 2] ?? 0) / MINUTE,
  );
  expect(shares).toHaveLength(24);
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.9);
  expect(Math.max(...shares)).toBeLessThanOrEqual(1.1);
  expect(new Set(shares).size).toBeGreaterThan(20);
});

it('I4 goes on from the batch where it stopped', async () => {
  const script = world.script({ fetchProductPages: inTurn(fetched('page 2'), isUnreachable, fetched()) });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed', result: { status: 'completed' } });

  expect(script.inputs('fetchProductPages').map(({ cursor }) => cursor)).toEqual([null, 'page 2', 'page 2']);
  expect(script.inputs('upsertProductPages').map(({ batchId }) => batchId)).toEqual([
    'batch at the start',
    'batch at page 2',
  ]);
});

it('merges a batch that it has in hand in the next try, without asking the store for it again', async () => {
  const script: Script = world.script({
    fetchProductPages: inTurn(fetched('page 2'), hangs, fetched()),
    upsertProductPages: inTurn(
      async () => {
        await script.asked('fetchProductPages', 2);
        return fails('internal')();
      },
      () => ({ kind: 'merged', seen: 100, overtaken: 0 }),
    ),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(script.inputs('fetchProductPages').map(({ cursor }) => cursor)).toEqual([null, 'page 2', 'page 2']);
  expect(script.inputs('upsertProductPages').map(({ batchId }) => batchId)).toEqual([
    'batch at the start',
    'batch at the start',
    'batch at page 2',
  ]);
});

it('does not read again what was merged when it fails behind the listing’s end, and asks for the total anew', async () => {
  const script = world.script({
    fetchProductPages: fetched(null, { listing: { ...LISTING, announcedAtEnd: 98 } }),
    findMissing: inTurn(isUnreachable, () => ({ kind: 'found', whole: true, empty: false, missing: 0 })),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(script.inputs('fetchProductPages')).toHaveLength(1);
  expect(script.inputs('findMissing')).toMatchObject([
    { announced: 100, announcedAtEnd: 98 },
    { announced: 100, announcedAtEnd: null },
  ]);
});

const FINAL: RunErrorType[] = [
  'superseded',
  'suspicious_change',
  'store_changed_identity',
  'store_credentials_rejected',
  'store_forbidden',
  'store_not_found',
  'store_frozen',
];

it.each(FINAL)('fails at once for %s, which no retry mends', async (type) => {
  const script = world.script({ upsertProductPages: fails(type) });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'failed', type });

  expect(script.inputs('noteRun')).toEqual([]);
  expect(script.inputs('closeRun')).toMatchObject([{ end: { kind: 'ended', status: 'failed', error: { type } } }]);
});

it('fails at once when it may not even open', async () => {
  const script = world.script({ openRun: fails('store_not_found') });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'failed', type: 'store_not_found' });

  expect(script.order()).toEqual(['openRun', 'closeRun']);
});

it('takes the delays that the settings have when it opens, and fails at once where they have none', async () => {
  const opened = { approvalMs: HOUR, searchAttributes: [] };
  const script = world.script({
    openRun: inTurn(
      () => ({ ...opened, retryDelays: [HOUR, HOUR] }),
      () => ({ ...opened, retryDelays: [] }),
    ),
    fetchProductPages: isUnreachable,
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'failed' });

  expect(waitsOf(script)).toHaveLength(1);
  expect(waitsOf(script)[0]?.waitMs).toBeGreaterThanOrEqual(0.9 * HOUR);
});

/** So many waits of the run have begun. */
const isWaiting = (run: Execution, times = 1) =>
  until(`the run to wait ${times} times`, async () => (await timersOf(run.handle)).length === times);

/** A run whose first try has failed and which waits; no time is skipped. */
async function waiting() {
  const script = world.script({ fetchProductPages: inTurn(isUnreachable, fetched()) });
  const run = await world.sync();
  await isWaiting(run);
  return { script, run };
}

it('shows that it waits, and for which try', async () => {
  const { run } = await waiting();

  expect(await run.handle.query(progressQuery)).toMatchObject({ phase: 'waiting_to_retry', attempt: 2, paused: false });
  expect(await run.runStatus()).toBe('running');
});

it.each([
  ['with its id', (runId: string) => [{ runId }]],
  ['without an id, as from the Web UI', () => []],
] as const)('ends the wait at once when somebody asks %s', async (_, input) => {
  const { script, run } = await waiting();

  await run.handle.signal(retryNowSignal, ...input(run.runId));

  expect(await run.end()).toMatchObject({ status: 'completed' });
  expect(await timersOf(run.handle)).toMatchObject([{ ended: 'cancelled' }]);
  expect(script.inputs('openRun').map(({ attempt }) => attempt)).toEqual([1, 2]);
});

it('ends the wait for somebody who asks as soon as the row says that the run waits', async () => {
  world.script({
    fetchProductPages: inTurn(isUnreachable, fetched()),
    noteRun: ({ run }) => world.find(`sync-products/woocommerce/${run.storeId}`).signal(retryNowSignal),
  });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ status: 'completed' });
});

it('goes on waiting when another run of the store was meant', async () => {
  const { run } = await waiting();

  await run.handle.signal(retryNowSignal, { runId: ELSEWHERE });

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });
  expect(await timersOf(run.handle)).toMatchObject([{ ended: 'fired' }]);
});

it('waits in full when somebody asked for a retry while it was at work', async () => {
  world.script({
    fetchProductPages: inTurn(async ({ run }) => {
      await world.find(`sync-products/woocommerce/${run.storeId}`).signal(retryNowSignal);
      return isUnreachable();
    }, fetched()),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });
  expect(await timersOf(run.handle)).toMatchObject([{ ended: 'fired' }]);
});

it('ends one wait for each time that somebody asks', async () => {
  world.script({ fetchProductPages: inTurn(isUnreachable, isUnreachable, fetched()) });
  const run = await world.sync();
  await isWaiting(run);
  await run.handle.signal(retryNowSignal);
  await isWaiting(run, 2);

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });
  expect(await timersOf(run.handle)).toMatchObject([{ ended: 'cancelled' }, { ended: 'fired' }]);
});
