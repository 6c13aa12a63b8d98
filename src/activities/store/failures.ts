import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import type { RunErrorType, RunFailureDetails } from '../../model/run';
import type { RunReference } from '../../model/run-reference';
import type { StoreProblem } from '../../platforms/problem';

interface Failure {
  type: RunErrorType;
  /** false: asking again cannot help. The run fails at once and the store needs attention. */
  retried: boolean;
}

/** What each problem of a store becomes in Temporal. The type is also the run's `error.type`. */
const STORE_FAILURES = {
  throttled: { type: 'store_throttled', retried: true },
  unavailable: { type: 'store_unreachable', retried: true },
  unreadable: { type: 'store_answer_unreadable', retried: true },
  credentials_rejected: { type: 'store_credentials_rejected', retried: false },
  forbidden: { type: 'store_forbidden', retried: false },
  not_found: { type: 'store_not_found', retried: false },
  frozen: { type: 'store_frozen', retried: false },
  not_supported: { type: 'store_not_found', retried: false },
  address_refused: { type: 'store_forbidden', retried: false },
} as const satisfies Record<StoreProblem['kind'], Failure>;

export function needsAttention(problem: StoreProblem): boolean {
  return !STORE_FAILURES[problem.kind].retried;
}

/** The only place where a store's problem becomes a Temporal failure. Its message holds no secret: `detail` does not. */
export function storeFailure(problem: StoreProblem, retryDelays: readonly number[]): ApplicationFailure {
  const { type, retried } = STORE_FAILURES[problem.kind];
  const cause = 'cause' in problem ? problem.cause : undefined;
  // The store answers, and always so: it is not marked, the next run tries again.
  if (cause !== undefined) {
    const details: [RunFailureDetails] = [{ isFinal: true, cause }];
    return ApplicationFailure.create({ type, message: problem.detail, nonRetryable: true, details });
  }
  const delay = retryDelays[Math.min(activityInfo().attempt, retryDelays.length) - 1];
  return ApplicationFailure.create({
    type,
    message: problem.detail,
    nonRetryable: !retried,
    ...(retried && delay !== undefined ? { nextRetryDelay: jittered(delay) } : {}),
  });
}

/** Stores that failed together are not asked again together. */
function jittered(delay: number): number {
  return Math.round(delay * (0.8 + 0.4 * Math.random()));
}

export function storeGone(storeId: string, how: 'disconnected' | 'not_found'): ApplicationFailure {
  const what = how === 'disconnected' ? 'was disconnected' : 'is not there any more';
  return ApplicationFailure.nonRetryable(
    `Store ${storeId} ${what}: connect it again, then sync it. Its products stay as they are.`,
    'store_not_found' satisfies RunErrorType,
  );
}

/** The brake against mass damage held. What earlier pages merged stays. */
export function suspicious(saw: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `The sync stopped because of what it saw: ${saw}. The page that showed it was not merged, earlier ones stay. Look at the store; if it is right, approve this run, and a new one goes through.`,
    'suspicious_change' satisfies RunErrorType,
  );
}

/** Another store answers under the address. */
export function anotherStore(known: string, answered: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `The address answers as another store: ${answered}, which has none of the known products; ${known} was connected. Nothing was merged or switched off. If it is right, approve this run, and a new one goes through; else correct the address and connect it again.`,
    'store_changed_identity' satisfies RunErrorType,
  );
}

/** The fence fell: another run of the store writes now, or this one was closed. */
export function runReplaced(run: RunReference): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `Run ${run.id} may not write any more: another run of store ${run.storeId} has taken its place, or it was closed. What it merged stays.`,
    'superseded' satisfies RunErrorType,
  );
}
