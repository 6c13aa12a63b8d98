import { isDeepStrictEqual } from 'node:util';
import { cancellationSignal } from '@temporalio/activity';
import type { RunReference } from '../../model/run-reference';
import type { StoreTraffic } from '../../platforms/http/traffic';
import { isProblem, type StoreProblem } from '../../platforms/problem';
import type { StoreAccess } from '../../platforms/store-platform';
import { readRun } from '../../runs/list-runs';
import type { Dependencies } from '../dependencies';
import { type FailingProblem, needsAttention } from './failures';

interface Asking {
  access: StoreAccess<unknown>;
  traffic: StoreTraffic;
  /** Of the step's tries. */
  isLastTry: boolean;
}

/** What came of connecting with the kept credentials once more. */
type Anew = { kind: 'as_ever' } | { kind: 'another_way' } | StoreProblem;

/**
 * What a store's problem is in the end. Where the store refuses, connecting anew tells the cause: what it says takes the
 * refusal's place. So it does for a store in trouble, once the step's tries are used up; but only the last try of a full
 * run takes that for the end. Where the store takes the key in another way, or has its interface in another place, that
 * is kept, and the next try goes on with it.
 */
export function judgeOf(dependencies: Dependencies, run: RunReference, asking: Asking) {
  let anew: Promise<Anew> | undefined;

  return async (problem: FailingProblem): Promise<FailingProblem> => {
    const isRefusal = needsAttention(problem);
    if (problem.kind === 'address_refused' || (!isRefusal && !(asking.isLastTry && mayBeForGood(problem))))
      return problem;

    anew ??= connectAnew(dependencies, run, asking);
    const told = await anew;
    if (told.kind === 'another_way')
      return inTrouble(problem, 'the store takes the key in another way now, or in another place; that is kept');
    if (isProblem(told) && told.kind !== 'throttled' && needsAttention(told)) {
      return isRefusal || (await isLastTryOfRun(dependencies, run)) ? told : problem;
    }
    // The key alone was refused, and is taken: a security plug-in's whim. Any other word of the platform stands.
    if (problem.kind !== 'credentials_rejected') return problem;
    return inTrouble(problem, isProblem(told) ? told.detail : 'asked anew, the store takes the key as ever');
  };
}

/** Refusals and pages that are nobody's word; not what passes by its nature, as 5xx does, or cannot be mended. */
function mayBeForGood(problem: FailingProblem): boolean {
  if (problem.kind === 'unavailable') return problem.status !== null && problem.status < 500;
  return problem.kind === 'unreadable' && problem.cause === undefined;
}

async function connectAnew(
  { platforms, surroundings }: Dependencies,
  { platform }: RunReference,
  { access, traffic }: Asking,
): Promise<Anew> {
  const { credentials } = access;
  const within = { traffic, signal: cancellationSignal() };
  const outcome = await platforms[platform].connect(credentials, surroundings, within);
  if (outcome.kind !== 'connected') return outcome;
  if (isDeepStrictEqual(outcome.credentials, credentials)) return { kind: 'as_ever' };
  // Who renewed them meanwhile knows better; the next try reads what is kept.
  await access.renew(async () => outcome.credentials);
  return { kind: 'another_way' };
}

async function isLastTryOfRun({ database, patience }: Dependencies, run: RunReference): Promise<boolean> {
  if (!run.fenced || run.mode !== 'full') return false;
  const row = await database.withTenant(run.tenantId, (sql) => readRun(sql, run.id));
  return row !== null && row.attempt > patience.runRetryDelays.length;
}

function inTrouble({ detail }: FailingProblem, because: string): FailingProblem {
  return { kind: 'unavailable', status: null, detail: `${detail}; ${because}, so it is tried again` };
}
