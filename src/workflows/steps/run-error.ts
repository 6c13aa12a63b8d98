import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { RunError, RunErrorType, RunFailureDetails } from '../../model/run';

/** Trying the run again cannot mend these: somebody has to, or another run has taken over. */
const FINAL: ReadonlySet<string> = new Set<RunErrorType>([
  'superseded',
  'suspicious_change',
  'store_changed_identity',
  'store_credentials_rejected',
  'store_forbidden',
  'store_not_found',
  'store_frozen',
]);

/** What a run's failure was, from the failure that an activity threw. Bugs of the workflow itself are not caught. */
export function runErrorOf(error: unknown): RunError & { isFinal: boolean } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.type) {
    const type = cause.type as RunErrorType;
    return { type, message: cause.message, isFinal: FINAL.has(type) || saysFinal(cause.details) };
  }
  if (cause instanceof TimeoutFailure)
    return { type: 'internal', message: `A step gave no sign of life: ${cause.message}`, isFinal: false };
  throw error;
}

function saysFinal(details: ApplicationFailure['details']): boolean {
  const [first] = (details ?? []) as Partial<RunFailureDetails>[];
  return first?.isFinal === true;
}

/**
 * What to end with when the error means that the workflow was cancelled; null when it means something else. A step that
 * was lost with its worker while the workflow was cancelled ends by its time-out, and is not tried again.
 */
export function cancellationOf(error: unknown): unknown {
  if (isCancellation(error)) return error;
  return CancellationScope.current().consideredCancelled ? new CancelledFailure('The workflow was cancelled') : null;
}
