import { ApplicationFailure } from '@temporalio/activity';
import { RUN_ERRORS, type RunErrorType } from '../model/run-errors';

/**
 * A failure that a run knows by its type: whether the activity is tried again stands in the table of run errors. The
 * message goes into the history and to people, and holds no secret.
 */
export function runFailure(type: RunErrorType, message: string, nextRetryDelay?: number): ApplicationFailure {
  const isRetried = RUN_ERRORS[type].retried === 'at_once';
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: !isRetried,
    ...(isRetried && nextRetryDelay !== undefined ? { nextRetryDelay } : {}),
  });
}

/** Nobody writes for the tenant any more: whatever is still at work for it ends at once. */
export const tenantDeleted = (): ApplicationFailure =>
  runFailure('store_not_found', 'The tenant of this store is deleted, or is being deleted.');
