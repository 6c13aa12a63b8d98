import { CancellationScope, CancelledFailure, isCancellation } from '@temporalio/workflow';

/**
 * What to end with when the error means that the workflow was cancelled; null when it means something else. A step that
 * was lost with its worker while the workflow was cancelled ends by its time-out, and is not tried again.
 */
export function cancellationOf(error: unknown): unknown {
  if (isCancellation(error)) return error;
  return CancellationScope.current().consideredCancelled ? new CancelledFailure('The workflow was cancelled') : null;
}
