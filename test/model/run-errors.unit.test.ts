import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import { runFailure } from '../../src/activities/run-failure';
import { needsAttention } from '../../src/activities/store/failures';
import { RUN_ERROR_TYPES, RUN_ERRORS, type RunErrorType } from '../../src/model/run-errors';
import { runErrorOf } from '../../src/workflows/steps/run-error';

const typesThat = (holds: (type: RunErrorType) => boolean) => RUN_ERROR_TYPES.filter(holds);

/** As a workflow meets what an activity threw. */
const thrown = (cause: Error) =>
  new ActivityFailure('Activity task failed', 'fetchProductPages', '1', 'NON_RETRYABLE_FAILURE', 'worker', cause);

it('an activity is tried again for these alone', () => {
  expect(typesThat((type) => !runFailure(type, '').nonRetryable)).toEqual([
    'store_unreachable',
    'store_answer_unreadable',
    'database_unavailable',
  ]);
});

it('Temporal itself goes on trying with these alone, and no step fails with them', () => {
  expect(typesThat((type) => RUN_ERRORS[type].retried === 'always')).toEqual(['stuck']);
});

it('a run tries again after these alone', () => {
  const ofSteps = typesThat((type) => RUN_ERRORS[type].retried !== 'always');
  expect(ofSteps.filter((type) => !runErrorOf(thrown(runFailure(type, ''))).isFinal)).toEqual([
    'store_unreachable',
    'store_answer_unreadable',
    'store_throttled',
    'database_unavailable',
    'internal',
  ]);
});

it('a store needs attention when only its owner can mend it', () => {
  const marking = [
    'credentials_rejected',
    'forbidden',
    'not_found',
    'frozen',
    'not_supported',
    'address_refused',
  ] as const;
  for (const kind of marking) expect(needsAttention({ kind, detail: '' })).toBe(true);
  expect(needsAttention({ kind: 'unavailable', status: 503, detail: '' })).toBe(false);
  expect(needsAttention({ kind: 'unreadable', status: 200, detail: '' })).toBe(false);
});

it('a store is never marked for what trying again may mend', () => {
  expect(typesThat((type) => RUN_ERRORS[type].marksStore && RUN_ERRORS[type].retried !== 'never')).toEqual([]);
});

it('a delay before the next try is only said where there is one', () => {
  expect(runFailure('store_unreachable', '', 5_000).nextRetryDelay).toBe(5_000);
  expect(runFailure('store_frozen', '', 5_000).nextRetryDelay).toBeUndefined();
});

it('what a run fails with keeps its type and message', () => {
  expect(runErrorOf(thrown(runFailure('store_frozen', 'unpaid')))).toEqual({
    type: 'store_frozen',
    message: 'unpaid',
    isFinal: true,
  });
});

it.each<[string, Error]>([
  ['a failure of a type that the table lacks', ApplicationFailure.nonRetryable('no such activity', 'NotFoundError')],
  ['a step without a sign of life', new TimeoutFailure('activity Heartbeat timeout', undefined, 'HEARTBEAT')],
])('%s is internal, and the run tries again', (_, cause) => {
  expect(runErrorOf(thrown(cause))).toMatchObject({ type: 'internal', isFinal: false });
});

it('a fault of the workflow itself is no run error', () => {
  const fault = new TypeError('not a function');

  expect(() => runErrorOf(fault)).toThrow(fault);
});
