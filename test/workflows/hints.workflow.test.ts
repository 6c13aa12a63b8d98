import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { refreshHintsId } from '../../src/model/workflow-ids';
import type { RefreshHintsInput } from '../../src/model/workflow-inputs';
import { doorbellSignal } from '../../src/workflows/messages';
import { COUNTS, fails, HOUR, inTurn, MINUTE } from './support/answers';
import { timersOf } from './support/history';
import type { Fake } from './support/script';
import { type Execution, startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const GATHER = { ms: 2_000, ended: 'fired' };
const IDLE = { ms: 75_000, ended: 'fired' };

function refresh(): Promise<Execution> {
  const storeId = randomUUID();
  const input: RefreshHintsInput = { tenantId: 'tenant', storeId, platform: 'woocommerce', storeName: 'Shop' };
  return world.start('RefreshHintsWorkflow', refreshHintsId('woocommerce', storeId), [input]);
}

const some: Fake<'claimHints'> = () => ({ kind: 'claimed', hints: 3, ids: 2, more: false });
const nothing: Fake<'claimHints'> = () => ({ kind: 'nothing', againInMs: null });

it('gathers for two seconds, and makes no row where nothing was told', async () => {
  const script = world.script();
  const run = await refresh();

  expect(await run.endInSkippedTime()).toEqual({ status: 'completed', result: null });
  expect(await timersOf(run.handle)).toEqual([GATHER]);
  expect(script.order()).toEqual(['claimHints']);
});

it('opens its row with the first claim, and closes it when nothing came for a while', async () => {
  const script = world.script({ claimHints: inTurn(some, nothing) });
  const run = await refresh();

  expect(await run.endInSkippedTime()).toMatchObject({
    status: 'completed',
    result: { runId: run.runId, status: 'completed' },
  });
  expect(await timersOf(run.handle)).toEqual([GATHER, IDLE]);
  expect(script.order()).toEqual(['claimHints', 'openRun', 'readHints', 'claimHints', 'claimHints', 'closeRun']);
  const [claimed] = script.inputs('claimHints');
  expect(script.inputs('readHints')).toMatchObject([{ batchId: claimed?.batchId }]);
  expect(script.inputs('openRun')).toMatchObject([
    { input: { mode: 'refresh', trigger: 'webhook' }, run: { id: run.runId, fenced: false, byHints: true } },
  ]);
  expect(await run.runStatus()).toBe('completed');
});

it('takes full batches one after the other, and waits for what has its time to come', async () => {
  world.script({
    claimHints: inTurn(
      () => ({ kind: 'claimed', hints: 100, ids: 100, more: true }),
      some,
      () => ({ kind: 'nothing', againInMs: 10_000 }),
      some,
      nothing,
    ),
  });
  const run = await refresh();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });
  expect(await timersOf(run.handle)).toEqual([GATHER, { ms: 10_000, ended: 'fired' }, IDLE]);
});

it('opens its row again when the store tells something while it is closed', async () => {
  const script = world.script({
    claimHints: inTurn(some, nothing, nothing, some, nothing),
    closeRun: inTurn(
      async ({ run }) => {
        await world.find(refreshHintsId('woocommerce', run.storeId)).signal(doorbellSignal);
        return { status: 'completed', counts: COUNTS };
      },
      () => ({ status: 'completed', counts: COUNTS }),
    ),
  });
  const run = await refresh();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed', result: { runId: run.runId } });
  expect(script.inputs('openRun').map((input) => input.run.id)).toEqual([run.runId, run.runId]);
  expect(script.inputs('readHints')).toHaveLength(2);
  expect(script.inputs('closeRun')).toHaveLength(2);
});

it('ends after an hour, however much is told', async () => {
  world.script({
    claimHints: some,
    readHints: inTurn(
      () => ({ kind: 'read', currency: 'EUR', suspects: 0 }),
      () => ({ kind: 'read', currency: 'EUR', suspects: 0 }),
      () => ({ kind: 'wait', waitMs: 6 * MINUTE, why: 'busy' }),
      () => ({ kind: 'read', currency: 'EUR', suspects: 0 }),
      () => ({ kind: 'wait', waitMs: 54 * MINUTE, why: 'busy' }),
      () => ({ kind: 'read', currency: 'EUR', suspects: 0 }),
    ),
  });
  const run = await refresh();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed', result: { status: 'completed' } });
  const waits = (await timersOf(run.handle)).map(({ ms }) => ms);
  expect(waits).toEqual([2_000, 6 * MINUTE, 54 * MINUTE]);
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(HOUR);
});

it('I1 asks about what did not come, switches off or holds it, and settles its hints after that', async () => {
  const script = world.script({
    claimHints: inTurn(some, nothing),
    readHints: () => ({ kind: 'read', currency: 'EUR', suspects: 2 }),
    deactivateMissing: () => ({ kind: 'held', holds: true, confirmed: 2, active: 3 }),
  });
  const run = await refresh();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'completed' });
  expect(script.order()).toEqual([
    'claimHints',
    'openRun',
    'readHints',
    'confirmMissing',
    'deactivateMissing',
    'settleSuspected',
    'claimHints',
    'claimHints',
    'closeRun',
  ]);
  expect(script.inputs('confirmMissing')).toMatchObject([{ currency: 'EUR' }]);
  expect(script.inputs('deactivateMissing')).toMatchObject([{ emptyListing: false, approved: false }]);
});

it.each([
  { type: 'suspicious_change', because: 'damage' },
  { type: 'store_credentials_rejected', because: 'refused' },
  { type: 'store_unreachable', because: 'trouble' },
] as const)('leaves the hints because of $because when it fails with $type', async ({ type, because }) => {
  const script = world.script({ claimHints: some, readHints: fails(type) });
  const run = await refresh();

  expect(await run.endInSkippedTime()).toMatchObject({ status: 'failed', type });
  expect(script.inputs('leaveHints')).toMatchObject([{ run: { id: run.runId }, because }]);
  expect(script.inputs('closeRun')).toMatchObject([{ end: { kind: 'ended', status: 'failed', error: { type } } }]);
  expect(await run.runStatus()).toBe('failed');
});

it('frees what it claimed when it is cancelled', async () => {
  const script = world.script({ claimHints: inTurn(some, nothing) });
  const run = await refresh();
  await world.skip(5_000);
  await script.asked('claimHints', 2);
  await run.handle.cancel();

  expect(await run.end()).toEqual({ status: 'cancelled' });
  expect(script.inputs('leaveHints')).toMatchObject([{ because: 'cancelled' }]);
  expect(script.inputs('closeRun')).toMatchObject([{ end: { status: 'cancelled', error: null } }]);
});

it('closes the row that was being opened when it was cancelled', async () => {
  const script = world.script({
    claimHints: some,
    openRun: async () => {
      await Context.current().cancelled.catch(() => {});
      return { retryDelays: [], approvalMs: 0, searchAttributes: [] };
    },
  });
  const run = await refresh();
  await world.skip(3_000);
  await script.asked('openRun');
  await run.handle.cancel();

  expect(await run.end()).toEqual({ status: 'cancelled' });
  expect(script.order()).toEqual(['claimHints', 'openRun', 'leaveHints', 'closeRun']);
});
