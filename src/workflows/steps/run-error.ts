import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import { isRunErrorType, RUN_ERRORS, type RunError, type RunFailureDetails } from '../../model/run-errors';

/** What a run's failure was, from the failure that an activity threw. Bugs of the workflow itself are not caught. */
export function runErrorOf(error: unknown): RunError & { isFinal: boolean } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.type) {
    const type = isRunErrorType(cause.type) ? cause.type : 'internal';
    const { isFinal = RUN_ERRORS[type].retried === 'never', problem } = detailsOf(cause);
    return { type, message: cause.message, isFinal, ...(problem && { problem }) };
  }
  if (cause instanceof TimeoutFailure)
    return { type: 'internal', message: `A step gave no sign of life: ${cause.message}`, isFinal: false };
  throw error;
}

function detailsOf({ details }: ApplicationFailure): Partial<RunFailureDetails> {
  const [first] = (details ?? []) as Partial<RunFailureDetails>[];
  return first ?? {};
}

/**
 * What to end with when the error means that the workflow was cancelled; null when it means something else. A step that
 * was lost with its worker while the workflow was cancelled ends by its time-out, and is not tried again.
 */
export function cancellationOf(error: unknown): unknown {
  if (isCancellation(error)) return error;
  return CancellationScope.current().consideredCancelled ? new CancelledFailure('The workflow was cancelled') : null;
}
