import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Decision } from '../../src/model/workflow-inputs';
import { approveUpdate, rejectUpdate, supersededSignal } from '../../src/workflows/messages';
import { until } from '../support/until';
import { DAY, fails, gate, HOUR, hangs, inTurn, MINUTE } from './support/answers';
import { timersOf } from './support/history';
import { type Execution, startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

const DECISION: Decision = { actor: { kind: 'api_key', id: 'key', name: 'Anna' } };
const isWaiting = (approval: Execution) => async () => (await timersOf(approval.handle)).length > 0;

const approve = ({ handle }: Execution, externalIds?: string[]) =>
  handle.executeUpdate(approveUpdate, { args: [{ ...DECISION, ...(externalIds && { externalIds }) }] });
const reject = ({ handle }: Execution) => handle.executeUpdate(rejectUpdate, { args: [DECISION] });

/** The type of the failure that refused a decision. */
const refusal = (decision: Promise<unknown>) =>
  decision.then(
    () => 'accepted',
    (error: unknown) => {
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
      return cause instanceof ApplicationFailure ? cause.type : cause;
    },
  );

it('asks the store once more when all are approved, and switches off without asking the brake', async () => {
  const script = world.script();
  const approval = await world.approval({ runId: 'run', emptyListing: true, currency: 'JPY' });

  expect(await approve(approval)).toEqual({ accepted: true });
  expect(await approval.end()).toMatchObject({ status: 'completed', result: { status: 'completed' } });

  expect(script.order()).toEqual(['claimApproval', 'confirmMissing', 'deactivateMissing', 'closeRun']);
  const run = { id: 'run', mode: 'full', fenced: false };
  expect(script.inputs('claimApproval')).toMatchObject([{ run, externalIds: null }]);
  expect(script.inputs('confirmMissing')).toMatchObject([{ run, currency: 'JPY' }]);
  expect(script.inputs('deactivateMissing')).toMatchObject([{ run, approved: true, emptyListing: true }]);
  expect(script.inputs('closeRun')).toMatchObject([{ run, end: { kind: 'read', whole: true, empty: true } }]);
});

it('claims only the products that were approved', async () => {
  const script = world.script();
  const approval = await world.approval();

  await approve(approval, ['1', '9007199254740993']);

  expect(await approval.end()).toMatchObject({ status: 'completed' });
  expect(script.inputs('claimApproval')).toMatchObject([{ externalIds: ['1', '9007199254740993'] }]);
});

it('I1 leaves everything as it is when it is rejected', async () => {
  const script = world.script();
  const approval = await world.approval();

  expect(await reject(approval)).toEqual({ accepted: true });
  expect(await approval.end()).toMatchObject({ status: 'completed', result: { status: 'completed_with_errors' } });

  expect(script.order()).toEqual(['claimApproval', 'closeRun']);
  expect(script.inputs('claimApproval')).toMatchObject([{ externalIds: [] }]);
  expect(script.inputs('closeRun')).toMatchObject([{ end: { status: 'completed_with_errors', error: null } }]);
});

it('I1 waits 7 days for somebody to decide, then leaves everything as it is and says so', async () => {
  const script = world.script();
  const approval = await world.approval();

  expect(await approval.endInSkippedTime()).toMatchObject({
    status: 'completed',
    result: { status: 'completed_with_errors' },
  });

  expect(await timersOf(approval.handle)).toEqual([{ ms: 7 * DAY, ended: 'fired' }]);
  expect(script.order()).toEqual(['claimApproval', 'closeRun']);
  expect(script.inputs('closeRun')).toMatchObject([
    { end: { status: 'completed_with_errors', error: { type: 'approval_expired' } } },
  ]);
});

it('takes a decision in the last hour of the 7 days', async () => {
  const script = world.script();
  const approval = await world.approval();
  await until('the approval to wait', isWaiting(approval));
  await world.skip(7 * DAY - HOUR);
  expect(script.order()).toEqual([]);

  await approve(approval);

  expect(await approval.end()).toMatchObject({ status: 'completed', result: { status: 'completed' } });
  expect(await timersOf(approval.handle)).toEqual([{ ms: 7 * DAY, ended: 'cancelled' }]);
});

it('carries out a decision whose claim was still on its way when the 7 days were over', async () => {
  const script = world.script({
    claimApproval: inTurn(
      () => {
        throw ApplicationFailure.create({ type: 'database_unavailable', nextRetryDelay: '8 days' });
      },
      () => true,
    ),
  });
  const approval = await world.approval();
  const decision = approve(approval);
  await script.asked('claimApproval');

  expect(await approval.endInSkippedTime()).toMatchObject({ status: 'completed', result: { status: 'completed' } });

  expect(await decision).toEqual({ accepted: true });
  expect(await timersOf(approval.handle)).toEqual([{ ms: 7 * DAY, ended: 'fired' }]);
  expect(script.order()).toEqual([
    ...Array(2).fill('claimApproval'),
    'confirmMissing',
    'deactivateMissing',
    'closeRun',
  ]);
});

it('leaves the row to a later run that took its place just before the 7 days were over', async () => {
  const script = world.script({ claimApproval: () => false });
  const approval = await world.approval();

  expect(await approval.endInSkippedTime()).toMatchObject({ status: 'completed', result: { status: 'superseded' } });
  expect(script.order()).toEqual(['claimApproval']);
});

it('ends without a word when a later run takes its place', async () => {
  const script = world.script();
  const approval = await world.approval();

  await approval.handle.signal(supersededSignal, { byRunId: 'later' });

  expect(await approval.end()).toMatchObject({ status: 'completed', result: { status: 'superseded' } });
  expect(script.order()).toEqual([]);
});

it('refuses a second decision, and a later run that comes after the first one changes nothing', async () => {
  const asked = gate();
  const script = world.script({
    confirmMissing: async () => {
      await asked.opened;
      return { kind: 'asked_all' };
    },
  });
  const approval = await world.approval();
  await approve(approval);
  await script.asked('confirmMissing');

  expect(await refusal(reject(approval))).toBe('not_waiting');
  expect(await refusal(approve(approval))).toBe('not_waiting');
  await approval.handle.signal(supersededSignal, { byRunId: 'later' });
  asked.open();

  expect(await approval.end()).toMatchObject({ status: 'completed', result: { status: 'completed' } });
  expect(script.inputs('claimApproval')).toHaveLength(1);
});

it('refuses a decision while another one is being taken', async () => {
  const claim = gate();
  const script = world.script({
    claimApproval: async () => {
      await claim.opened;
      return true;
    },
  });
  const approval = await world.approval();
  const first = approve(approval);
  await script.asked('claimApproval');

  expect(await refusal(reject(approval))).toBe('not_waiting');
  claim.open();

  expect(await first).toEqual({ accepted: true });
  expect(await approval.end()).toMatchObject({ status: 'completed', result: { status: 'completed' } });
});

it.each([
  [true, 'completed'],
  [false, 'superseded'],
] as const)('lets the row decide between a decision and a later run that come together: %s', async (isOurs, result) => {
  const claim = gate();
  const script = world.script({
    claimApproval: async () => {
      await claim.opened;
      return isOurs;
    },
  });
  const approval = await world.approval();
  const decision = refusal(approve(approval));
  await script.asked('claimApproval');
  await approval.handle.signal(supersededSignal, { byRunId: 'later' });
  claim.open();

  expect(await approval.end()).toMatchObject({ status: 'completed', result: { status: result } });
  expect(await decision).toBe(isOurs ? 'accepted' : 'not_waiting');
});

it('refuses a decision about a run that was decided elsewhere, and waits on for what becomes of it', async () => {
  const script = world.script({ claimApproval: () => false });
  const approval = await world.approval();

  expect(await refusal(approve(approval))).toBe('not_waiting');
  await approval.handle.signal(supersededSignal, { byRunId: 'later' });

  expect(await approval.end()).toMatchObject({ status: 'completed', result: { status: 'superseded' } });
  expect(script.order()).toEqual(['claimApproval']);
});

it('takes a decision after one whose claim failed', async () => {
  world.script({ claimApproval: inTurn(fails('internal'), () => true) });
  const approval = await world.approval();

  expect(await refusal(approve(approval))).not.toBe('accepted');
  expect(await reject(approval)).toEqual({ accepted: true });

  expect(await approval.end()).toMatchObject({ status: 'completed', result: { status: 'completed_with_errors' } });
});

it('I2 closes the run as cancelled when it is cancelled while it waits', async () => {
  const script = world.script();
  const approval = await world.approval();
  await until('the approval to wait', isWaiting(approval));

  await approval.handle.cancel();

  expect(await approval.end()).toEqual({ status: 'cancelled' });
  expect(script.order()).toEqual(['closeRun']);
  expect(script.inputs('closeRun')).toMatchObject([{ end: { kind: 'ended', status: 'cancelled', error: null } }]);
});

it('I2 closes the run as cancelled when it is cancelled while it asks the store once more', async () => {
  const script = world.script({ confirmMissing: hangs });
  const approval = await world.approval();
  await approve(approval);
  await script.asked('confirmMissing');

  await approval.handle.cancel();

  expect(await approval.end()).toEqual({ status: 'cancelled' });
  expect(script.order()).toEqual(['claimApproval', 'confirmMissing', 'closeRun']);
  expect(script.inputs('closeRun')).toMatchObject([{ end: { kind: 'ended', status: 'cancelled', error: null } }]);
});

it.each(['store_credentials_rejected', 'store_unreachable'] as const)(
  'closes the run with the reason, and tries no more, when the store cannot be asked: %s',
  async (type) => {
    const script = world.script({ confirmMissing: fails(type) });
    const approval = await world.approval();
    await approve(approval);

    expect(await approval.end()).toMatchObject({ status: 'completed', result: { status: 'completed_with_errors' } });
    expect(script.inputs('confirmMissing')).toHaveLength(1);
    expect(script.inputs('closeRun')).toMatchObject([
      { end: { kind: 'ended', status: 'completed_with_errors', error: { type } } },
    ]);
  },
);

it('sleeps what the store asks for while it is asked once more, an hour in all', async () => {
  const script = world.script({
    confirmMissing: inTurn(
      () => ({ kind: 'wait', waitMs: 40 * MINUTE, why: 'busy' }),
      () => ({ kind: 'wait', waitMs: 30 * MINUTE, why: 'busy' }),
    ),
  });
  const approval = await world.approval();
  await approve(approval);

  expect(await approval.endInSkippedTime()).toMatchObject({
    status: 'completed',
    result: { status: 'completed_with_errors' },
  });
  expect(await timersOf(approval.handle)).toMatchObject([{ ended: 'cancelled' }, { ms: 40 * MINUTE, ended: 'fired' }]);
  expect(script.inputs('closeRun')).toMatchObject([{ end: { error: { type: 'store_throttled' } } }]);
});
