import { ApplicationFailure } from '@temporalio/activity';
import { ServiceError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { asActivity } from '../../src/activities/as-activity';

const answered = (code: number) => {
  const cause = Object.assign(new Error(`${code} as the server says it`), { code, details: '', metadata: {} });
  return new ServiceError('Failed to describe workflow', { cause });
};

async function failing(error: Error): Promise<ApplicationFailure> {
  const activity = asActivity('openRun', () => Promise.reject(error), pino({ level: 'silent' }));
  const failure: unknown = await new MockActivityEnvironment().run(activity).catch((thrown: unknown) => thrown);
  if (!(failure instanceof ApplicationFailure)) throw new Error(`it failed with ${failure}`);
  return failure;
}

it.each([
  ['away', 14],
  ['too slow', 4],
  ['only just started', 9],
])('tries a step again that found Temporal %s', async (_, code) => {
  const { nonRetryable, message } = await failing(answered(code));
  expect({ nonRetryable, message }).toEqual({
    nonRetryable: false,
    message: 'openRun could not reach Temporal; it is tried again, nothing is lost',
  });
});

it.each([
  ['a request of ours that is wrong', answered(3)],
  ['a bug', new TypeError('undefined is no function')],
])('ends a step with %s for good', async (_, error) => {
  expect(await failing(error)).toMatchObject({ nonRetryable: true, type: 'internal' });
});
