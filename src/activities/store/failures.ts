import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import { RUN_ERRORS, type RunErrorType, type RunFailureDetails } from '../../model/run-errors';
import type { RunReference } from '../../model/run-reference';
import type { StoreProblem } from '../../platforms/problem';
import { runFailure } from '../run-failure';

/** A store that asks for time is given it: only the run's sum of waits fails, in the workflow. */
export type FailingProblem = Exclude<StoreProblem, { kind: 'throttled' }>;

/** What each problem of a store is called in a run's error. */
const ERROR_OF = {
  unavailable: 'store_unreachable',
  unreadable: 'store_answer_unreadable',
  credentials_rejected: 'store_credentials_rejected',
  forbidden: 'store_forbidden',
  not_found: 'store_not_found',
  frozen: 'store_frozen',
  not_supported: 'store_not_found',
  address_refused: 'store_forbidden',
} as const satisfies Record<FailingProblem['kind'], RunErrorType>;

export const errorTypeOf = ({ kind }: FailingProblem): RunErrorType => ERROR_OF[kind];

export function needsAttention(problem: FailingProblem): boolean {
  return RUN_ERRORS[errorTypeOf(problem)].marksStore;
}

/** The only place where a store's problem becomes a Temporal failure. Its message holds no secret: `detail` does not. */
export function storeFailure(problem: FailingProblem, retryDelays: readonly number[]): ApplicationFailure {
  // The store answers, and always so: it is not marked, the next run tries again.
  if (problem.kind === 'unreadable' && problem.cause === 'parameters_ignored') {
    return unreadableForGood(problem.cause, problem.detail);
  }
  const delay = retryDelays[Math.min(activityInfo().attempt, retryDelays.length) - 1];
  return runFailure(errorTypeOf(problem), problem.detail, delay === undefined ? undefined : jittered(delay));
}

/** A listing without an end, or beyond what is taken. What earlier pages merged stays. */
export function limitMet(what: string): ApplicationFailure {
  return unreadableForGood(
    'limit_met',
    `The sync ended at a limit: ${what}. What was merged before stays, and nothing was switched off. Look at the store; if all of it is meant, raise the setting.`,
  );
}

function unreadableForGood(problem: RunFailureDetails['problem'], message: string): ApplicationFailure {
  const details: [RunFailureDetails] = [{ isFinal: true, problem }];
  return ApplicationFailure.create({ type: 'store_answer_unreadable', message, nonRetryable: true, details });
}

/** Stores that failed together are not asked again together. */
function jittered(delay: number): number {
  return Math.round(delay * (0.8 + 0.4 * Math.random()));
}

export function storeGone(storeId: string, how: 'disconnected' | 'not_found'): ApplicationFailure {
  const what = how === 'disconnected' ? 'was disconnected' : 'is not there any more';
  return runFailure(
    'store_not_found',
    `Store ${storeId} ${what}: connect it again, then sync it. Its products stay as they are.`,
  );
}

/** The brake against mass damage held. What earlier pages merged stays. */
export function suspicious(saw: string): ApplicationFailure {
  return runFailure(
    'suspicious_change',
    `The sync stopped because of what it saw: ${saw}. The page that showed it was not merged, earlier ones stay. Look at the store; if it is right, approve this run, and a new one goes through.`,
  );
}

/** The run is of a mode that needs an interface which the store does not have, or not any more. */
export function notSupported(run: RunReference): ApplicationFailure {
  return runFailure(
    'store_not_supported',
    `The store cannot list ${run.mode === 'prices' ? 'prices' : 'stock'} by themselves, which a run of mode ${run.mode} needs. Nothing was read: use incremental and full syncs.`,
  );
}

/** Another store answers under the address. */
export function anotherStore(known: string, answered: string): ApplicationFailure {
  return runFailure(
    'store_changed_identity',
    `The address answers as another store: ${answered}, which has none of the known products; ${known} was connected. Nothing was merged or switched off. If it is right, approve this run, and a new one goes through; else correct the address and connect it again.`,
  );
}

/** The fence fell: another run of the store writes now, or this one was closed. */
export function runReplaced(run: RunReference): ApplicationFailure {
  return runFailure(
    'superseded',
    `Run ${run.id} may not write any more: another run of store ${run.storeId} has taken its place, or it was closed. What it merged stays.`,
  );
}
