import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import { isPassingDatabaseError, isTenantClosed } from '../database/postgres-error';
import type { RunErrorType } from '../model/run-errors';
import { isTemporalUnavailable } from '../temporal/unavailable';
import { runFailure, tenantDeleted } from './run-failure';

/** A third of the shortest heartbeat time-out (15 s): a worker that dies is noticed in seconds. */
const HEARTBEAT_MS = 4_000;

/**
 * What every activity has in common: it heartbeats by a timer while it works, and what it throws becomes a Temporal
 * failure. Its message holds no value of a statement or product (I8, I10): the log has the rest. A bug fails a run for
 * good; what `isRetriedAlways` goes on when workers come that lack it.
 */
export function asActivity<Input extends unknown[], Result>(
  name: string,
  work: (...input: Input) => Promise<Result>,
  logger: Logger,
  { isRetriedAlways = false }: { isRetriedAlways?: boolean } = {},
): (...input: Input) => Promise<Result> {
  return async (...input) => {
    const context = Context.current();
    const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
    try {
      return await work(...input);
    } catch (error) {
      if (error instanceof ApplicationFailure || error instanceof CancelledFailure) throw error;
      if (context.cancellationSignal.aborted) throw new CancelledFailure('The activity was cancelled');
      const failure = failureOf(name, error, logger);
      throw isRetriedAlways ? ApplicationFailure.retryable(failure.message, failure.type) : failure;
    } finally {
      clearInterval(beat);
    }
  };
}

function failureOf(name: string, error: unknown, logger: Logger): ApplicationFailure {
  if (isTenantClosed(error)) return tenantDeleted();
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  if (isPassingDatabaseError(error)) {
    logger.warn({ err: error, activity: name }, 'database away');
    return runFailure(
      'database_unavailable',
      `${name} could not reach the database${code}; it is tried again, nothing is lost`,
    );
  }
  if (isTemporalUnavailable(error)) {
    logger.warn({ err: error, activity: name }, 'Temporal away');
    // Of no store and no fault of ours: it is tried as often as the step's policy has it.
    return ApplicationFailure.retryable(
      `${name} could not reach Temporal; it is tried again, nothing is lost`,
      'internal' satisfies RunErrorType,
    );
  }
  logger.error({ err: error, activity: name }, 'activity failed');
  const kind = error instanceof Error ? error.name : typeof error;
  return runFailure(
    'internal',
    `${name} failed with ${kind}${code}; the worker's log has the details. What was merged stays.`,
  );
}
