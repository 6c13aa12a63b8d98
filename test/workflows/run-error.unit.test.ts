import { ActivityFailure, ApplicationFailure, RetryState, TimeoutFailure, TimeoutType } from '@temporalio/common';
import { runErrorOf } from '../../src/workflows/steps/run-error';

const thrownBy = (cause: Error) =>
  new ActivityFailure(
    'Activity task failed',
    'upsertProductPages',
    '1',
    RetryState.MAXIMUM_ATTEMPTS_REACHED,
    '',
    cause,
  );

it('takes a failure’s type and message from what the activity threw', () => {
  const thrown = thrownBy(ApplicationFailure.nonRetryable('The shop answered with 500', 'store_unreachable'));

  expect(runErrorOf(thrown)).toEqual({
    type: 'store_unreachable',
    message: 'The shop answered with 500',
    isFinal: false,
  });
});

it('takes a step whose worker was lost too often for an internal error, which a retry may mend', () => {
  const thrown = thrownBy(new TimeoutFailure('activity Heartbeat timeout', undefined, TimeoutType.HEARTBEAT));

  expect(runErrorOf(thrown)).toEqual({
    type: 'internal',
    message: 'A step gave no sign of life: activity Heartbeat timeout',
    isFinal: false,
  });
});

it('does not take a fault of the workflow itself for a failed try', () => {
  const fault = new TypeError('cannot read properties of undefined');

  expect(() => runErrorOf(fault)).toThrow(fault);
});
