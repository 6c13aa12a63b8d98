import {
  isGrpcServiceError,
  NamespaceNotFoundError,
  ServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { reasonOf } from '../process/reason-of';
import type { Advice } from '../process/run-program';

/**
 * gRPC status codes that say that the request was wrong, whoever answers it: a bug of ours. FAILED_PRECONDITION is none: so
 * a server answers that was just started, whose own workflow of a schedule does not run yet.
 */
const BUGS = new Set([3 /* INVALID_ARGUMENT */, 11 /* OUT_OF_RANGE */, 12 /* UNIMPLEMENTED */]);

/** Away, too slow, overloaded or without our namespace. An update times out too when no worker is there to take it. */
export function isTemporalUnavailable(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || error instanceof NamespaceNotFoundError) return true;
  const answered = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(answered) ? !BUGS.has(answered.code) : error instanceof ServiceError;
}

/** gRPC status codes that say nothing of what became of a request that was sent: cancelled, too late. */
const LOST = new Set([1 /* CANCELLED */, 4 /* DEADLINE_EXCEEDED */]);

/** Temporal answered that it did not do it, or could not be reached for it. Else it may have been done. */
export function wasNotTaken(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return false;
  if (error instanceof NamespaceNotFoundError) return true;
  const answered = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(answered) && !LOST.has(answered.code);
}

/** The client's own messages name what was asked; what kept it from an answer stands in the cause. */
export const temporalAdvice: Advice = (error) => {
  if (!isTemporalUnavailable(error)) return null;
  const cause = error instanceof Error && error.cause !== undefined ? ` (${reasonOf(error.cause).trim()})` : '';
  const ways = 'start it, make the namespace, or correct TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE';
  return `Temporal at ${temporalAddress()} cannot be used${cause}: ${ways}.`;
};

/** Where this process looks for Temporal, as Temporal's own tools are told it. */
export function temporalAddress(): string {
  return loadClientConnectConfig().connectionOptions.address ?? 'localhost:7233';
}
