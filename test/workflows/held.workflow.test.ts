import { approveDeactivationId } from '../../src/model/workflow-ids';
import { approveUpdate } from '../../src/workflows/messages';
import { until } from '../support/until';
import { COUNTS, DAY, hangs, inTurn } from './support/answers';
import { timersOf } from './support/history';
import type { Fakes } from './support/script';
import { startWorkflowWorld, type WorkflowWorld } from './support/workflow-world';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterEach(() => world.clear());
afterAll(() => world.close());

/** The brake holds what the store confirmed after an empty listing. */
const HELD: Partial<Fakes> = {
  findMissing: () => ({ kind: 'found', whole: true, empty: true, missing: 3 }),
  deactivateMissing: () => ({ kind: 'held', holds: true, confirmed: 3, active: 3 }),
};
const AWAITING = { status: 'completed', result: { status: 'awaiting_approval', error: null } };

const statusOf = async (workflowId: string) => (await world.find(workflowId).describe()).status.name;

it('I2 ends as awaiting approval, and leaves what the brake holds to an approval of 7 days', async () => {
  const script = world.script({
    ...HELD,
    deactivateMissing: inTurn(
      () => ({ kind: 'held', holds: true, confirmed: 3, active: 3 }),
      () => ({ kind: 'deactivated', deactivated: 3, stale: 0 }),
    ),
  });
  const run = await world.sync();

  expect(await run.end()).toMatchObject({ ...AWAITING, result: { counts: COUNTS } });
  expect(await run.runStatus()).toBe('awaiting_approval');
  expect(script.order().slice(-3)).toEqual(['confirmMissing', 'deactivateMissing', 'holdForApproval']);

  const approval = world.find(approveDeactivationId(run.runId));
  await approval.executeUpdate(approveUpdate, { args: [{ actor: { kind: 'api_key', id: 'key', name: 'Anna' } }] });
  expect(await approval.result()).toMatchObject({ runId: run.runId, status: 'completed', counts: COUNTS });
  expect(await timersOf(approval)).toEqual([{ ms: 7 * DAY, ended: 'cancelled' }]);
  expect(script.inputs('confirmMissing')).toMatchObject(Array(2).fill({ run: { id: run.runId }, currency: 'EUR' }));
  expect(script.inputs('deactivateMissing')).toMatchObject([
    { run: { fenced: true }, approved: false, emptyListing: true },
    { run: { fenced: false }, approved: true, emptyListing: true },
  ]);
});

it('says that it waits only when there is somebody to decide with', async () => {
  const seen: string[] = [];
  world.script({
    ...HELD,
    holdForApproval: async ({ run: { id } }) => {
      seen.push(await statusOf(approveDeactivationId(id)));
      return { replaced: [] };
    },
  });
  const run = await world.sync();

  expect(await run.end()).toMatchObject(AWAITING);
  expect(seen).toEqual(['RUNNING']);
});

it('ends the approval of the run whose place it takes', async () => {
  const script = world.script({ ...HELD, holdForApproval: () => ({ replaced: ['earlier'] }) });
  const earlier = await world.approval({ runId: 'earlier' });
  const run = await world.sync();

  expect(await run.end()).toMatchObject(AWAITING);
  expect(await earlier.end()).toMatchObject({ status: 'completed', result: { status: 'superseded' } });
  expect(script.order()).not.toContain('claimApproval');
});

it('does not mind when the approval whose place it takes is over', async () => {
  world.script({ ...HELD, holdForApproval: () => ({ replaced: ['over'] }) });
  const run = await world.sync();

  expect(await run.end()).toMatchObject(AWAITING);
});

it('asks for one approval only when it was reset behind the asking', async () => {
  world.script({
    ...HELD,
    deactivateMissing: async ({ run: { id: runId } }) => {
      await world.approval({ runId });
      return { kind: 'held', holds: true, confirmed: 3, active: 3 };
    },
  });
  const run = await world.sync();

  expect(await run.end()).toMatchObject(AWAITING);
  expect(await statusOf(approveDeactivationId(run.runId))).toBe('RUNNING');
});

it('I2 takes its approval along when it is cancelled before its row says that it waits', async () => {
  const script = world.script({ ...HELD, holdForApproval: hangs });
  const run = await world.sync();
  await script.asked('holdForApproval');

  await run.handle.cancel();

  expect(await run.end()).toEqual({ status: 'cancelled' });
  await until('the approval to end', async () => (await statusOf(approveDeactivationId(run.runId))) === 'CANCELLED');
  // Each closes the row, the approval beside the fence.
  const closed = script.inputs('closeRun');
  expect(closed.map(({ run: { fenced } }) => fenced).sort()).toEqual([false, true]);
  expect(closed).toMatchObject(Array(2).fill({ end: { kind: 'ended', status: 'cancelled', error: null } }));
});

it('leaves no approval behind of a run that is cancelled before it waits for one', async () => {
  const script = world.script({ ...HELD, holdForApproval: hangs });
  const run = await world.sync();
  await script.asked('holdForApproval');

  await run.handle.cancel();

  expect(await run.end()).toEqual({ status: 'cancelled' });
  const approval = approveDeactivationId(run.runId);
  await until('the approval to end', async () => (await statusOf(approval)) === 'CANCELLED');
});
