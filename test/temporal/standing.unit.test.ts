import { msToTs } from '@temporalio/common/lib/time';
import { type EndedTask, standstillIn } from '../../src/temporal/standing';

type Raw = Parameters<typeof standstillIn>[0];

const NOW = Date.parse('2026-11-28T12:00:00Z');
/** As protocol buffers have it; seconds ago. */
const ago = (seconds: number) => msToTs(NOW - seconds * 1000);
const at = (seconds: number) => new Date(NOW - seconds * 1000);

const task = (attempt: number, seconds: number, state = 1): Raw => ({
  pendingWorkflowTask: { attempt, state, originalScheduledTime: ago(seconds), scheduledTime: ago(0) },
});
const step = (more: NonNullable<Raw['pendingActivities']>[number]): Raw => ({
  pendingActivities: [{ activityType: { name: 'closeRun' }, state: 1, attempt: 1, scheduledTime: ago(5), ...more }],
});
const FAILED: EndedTask = { timedOut: false, why: '[TMPRL1100] Nondeterminism error' };
const TIMED_OUT: EndedTask = { timedOut: true, why: 'no reason given' };
const unknownStep = {
  lastFailure: { applicationFailureInfo: { type: 'NotFoundError' } },
  lastAttemptCompleteTime: ago(9),
};

it.each<[string, Raw, EndedTask | null, object | null]>([
  ['nothing in hand', {}, null, null],
  ['a task that nobody has taken for a moment', task(1, 59), null, null],
  ['a task that a worker has in hand', task(1, 300, 2), null, null],
  ['a step that a worker has in hand', step({ state: 2, scheduledTime: ago(600) }), null, null],
  ['a step that is tried again later', step({ attempt: 7, scheduledTime: ago(-20) }), null, null],
  ['a task that failed a moment ago', task(2, 9), FAILED, null],
  ['a task that was lost with its worker', task(2, 30, 2), TIMED_OUT, null],
  ['a task that nobody has taken for a minute', task(1, 60), null, { kind: 'no_worker', since: at(60) }],
  ['a task that nobody has taken since its worker died', task(2, 90), TIMED_OUT, { kind: 'no_worker', since: at(90) }],
  ['a step that nobody has taken', step({ scheduledTime: ago(61) }), null, { kind: 'no_worker', since: at(61) }],
  ['a task that fails', task(2, 10, 2), FAILED, { kind: 'stuck', since: at(10) }],
  ['a task that is never answered', task(3, 40, 2), TIMED_OUT, { kind: 'stuck', since: at(40) }],
  ['a step that no worker has', step({ ...unknownStep, attempt: 3 }), null, { kind: 'stuck', since: at(9) }],
  ['a step that one worker lacked', step({ ...unknownStep, attempt: 2 }), null, null],
  ['a pause', { workflowExtendedInfo: { pauseInfo: { pausedTime: ago(3) } } }, null, { kind: 'paused', since: at(3) }],
  ['a pause of a step', step({ paused: true, scheduledTime: ago(4) }), null, { kind: 'paused', since: at(4) }],
])('%s', (_, raw, ended, expected) => {
  const found = standstillIn(raw, ended, NOW);

  if (expected === null) expect(found).toBeNull();
  else expect(found).toMatchObject(expected);
});

it('says why it is stuck, and that a cancel has to wait', () => {
  const raw = { ...task(2, 60), workflowExtendedInfo: { cancelRequested: true } };

  expect(standstillIn(raw, FAILED, NOW)?.message).toBe(
    'The workflow cannot go on: [TMPRL1100] Nondeterminism error. What was merged stays; the run goes on when workers with the fitting code run. It was asked to cancel, which nobody can carry out until then.',
  );
});
