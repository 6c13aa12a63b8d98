import { retryNowSignal } from '../../src/workflows/messages';
import { asksToWait, fails, fetched, HOUR, inTurn, MINUTE } from './support/answers';
import { timersOf } from './support/history';
import type { Script } from './support/script';
import { startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const retriesOf = (script: Script) => script.inputs('noteRun').filter(({ note }) => note === 'retry');

const slept = (...ms: number[]) => ms.map((each) => ({ ms: each, ended: 'fired' }));

it('sleeps a wait that the store asks for before its first page, and asks again from there', async () => {
  const script = world.script({
    fetchProductPages: inTurn(fetched('page 2'), asksToWait(25 * MINUTE), fetched()),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(await timersOf(run.handle)).toEqual(slept(25 * MINUTE));
  expect(script.inputs('fetchProductPages').map(({ cursor }) => cursor)).toEqual([null, 'page 2', 'page 2']);
  expect(script.inputs('noteRun')).toMatchObject([
    { note: 'waiting', waitMs: 25 * MINUTE },
    { note: 'waited', phase: 'reading', byHand: false },
  ]);
});

it('merges the batch at hand while the store has its wait', async () => {
  const script = world.script({ fetchProductPages: inTurn(fetched('page 2', { waitMs: 25 * MINUTE }), fetched()) });
  const run = await world.sync();
  await script.asked('upsertProductPages');

  expect(script.inputs('fetchProductPages')).toHaveLength(1);
  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });
  expect(await timersOf(run.handle)).toEqual(slept(25 * MINUTE));
  expect(script.inputs('fetchProductPages')).toHaveLength(2);
});

it('sleeps an hour in all; a second more is a failed try, and each try has its own hour', async () => {
  const script = world.script({
    fetchProductPages: inTurn(
      asksToWait(20 * MINUTE),
      asksToWait(20 * MINUTE),
      asksToWait(20 * MINUTE),
      asksToWait(1_000),
      asksToWait(HOUR),
      fetched(),
    ),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  const [retry] = retriesOf(script);
  expect(retry).toMatchObject({ note: 'retry', nextAttempt: 2, error: { type: 'store_throttled' } });
  const waitMs = retry?.note === 'retry' ? retry.waitMs : null;
  expect(await timersOf(run.handle)).toEqual(slept(20 * MINUTE, 20 * MINUTE, 20 * MINUTE, Number(waitMs), HOUR));
});

it('fails in the end when the store asks for more than an hour each time, and sleeps none of it', async () => {
  const script = world.script({ fetchProductPages: asksToWait(HOUR + 1) });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({
    status: 'failed',
    type: 'store_throttled',
    message: expect.stringContaining('1 hour in all'),
  });

  expect(script.inputs('noteRun')).toHaveLength(3);
  expect(await timersOf(run.handle)).toHaveLength(3);
});

it('adds up the waits of all steps, and goes on behind the listing when that was read', async () => {
  const script = world.script({
    fetchProductPages: inTurn(asksToWait(31 * MINUTE), fetched()),
    findMissing: inTurn(
      () => ({ kind: 'wait', waitMs: 30 * MINUTE, why: 'busy' }),
      () => ({ kind: 'found', whole: true, empty: false, missing: 0 }),
    ),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(retriesOf(script)).toMatchObject([{ error: { type: 'store_throttled' } }]);
  expect(script.order()).toEqual([
    'openRun',
    'fetchProductPages',
    'noteRun', // it waits
    'noteRun', // it has waited
    'fetchProductPages',
    'upsertProductPages',
    'findMissing',
    'noteRun',
    'openRun',
    'findMissing',
    'closeRun',
  ]);
});

it('sleeps the waits that the store asks for while it looks for missing products', async () => {
  const script = world.script({
    findMissing: inTurn(
      () => ({ kind: 'wait', waitMs: 10 * MINUTE, why: 'busy' }),
      () => ({ kind: 'found', whole: true, empty: false, missing: 3 }),
    ),
    confirmMissing: inTurn(
      () => ({ kind: 'wait', waitMs: 15 * MINUTE, why: 'busy' }),
      () => ({ kind: 'asked_all' }),
    ),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  expect(await timersOf(run.handle)).toEqual(slept(10 * MINUTE, 15 * MINUTE));
  expect(script.inputs('deactivateMissing')).toHaveLength(1);
});

it('keeps what the store asked for apart from failures: a final one ends the run after its waits', async () => {
  const script = world.script({
    fetchProductPages: inTurn(asksToWait(25 * MINUTE), fails('store_credentials_rejected')),
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'failed', type: 'store_credentials_rejected' });

  expect(await timersOf(run.handle)).toEqual(slept(25 * MINUTE));
  expect(retriesOf(script)).toEqual([]);
});

it('ends such a wait when somebody asks for the sync by hand, once a minute, and tells so', async () => {
  const script = world.script({
    fetchProductPages: inTurn(asksToWait(20 * MINUTE), asksToWait(25 * MINUTE), fetched()),
    noteRun: ({ run, note }) =>
      note === 'waiting' ? world.find(`sync-products/woocommerce/${run.storeId}`).signal(retryNowSignal) : undefined,
  });
  const run = await world.sync();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });

  // The second signal came within the minute: that wait was slept.
  expect(script.inputs('noteRun')).toMatchObject([
    { note: 'waiting', waitMs: 20 * MINUTE },
    { note: 'waited', byHand: true },
    { note: 'waiting', waitMs: 25 * MINUTE },
    { note: 'waited', byHand: false },
  ]);
  // The first ended before its timer began: whoever reads of it may be that quick.
  expect(await timersOf(run.handle)).toEqual(slept(25 * MINUTE));
});
