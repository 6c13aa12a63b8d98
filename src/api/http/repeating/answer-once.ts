import { createHash } from 'node:crypto';
import type { SystemSql, TenantSql } from '../../../database/sql';
import { faultPoint } from '../../../process/fault-points';
import { reasonOf } from '../../../process/reason-of';
import { SealError } from '../../../stores/sealed-credentials';
import { type Attempt, giveBackKey, keepAnswer, takeKey } from '../../../tenants/repeating/idempotency-keys';
import type { Answer, Success } from '../answer';
import type { OperatorCaller, TenantCaller } from '../caller';
import { headerProblem } from '../claim';
import type { RawRequest } from '../parse-request';
import { problem, statusOf } from '../problem';
import type { RouteServices } from '../services';
import { replayed } from './replayed';

/**
 * Keeps the answer in the transaction that makes what it tells of, and returns it. Without an `Idempotency-Key` it only
 * returns it.
 */
export type Remember = (sql: TenantSql | SystemSql, answer: Success) => Promise<Success>;

export const rememberNothing: Remember = async (_sql, answer) => answer;

interface KeyedRequest {
  caller: TenantCaller | OperatorCaller;
  /** The operation's name. */
  route: string;
  key: string;
  request: RawRequest;
}

/** Visible ASCII: a header that came twice has a blank between. */
const KEY = /^[!-~]{1,255}$/;

const NO_KEY = headerProblem(
  'Idempotency-Key',
  'must have 1 to 255 characters, of ASCII and without blanks: a UUID does',
);

const UNDER_WAY = problem(
  'idempotency_key_in_use',
  'The first request with this Idempotency-Key is under way: repeat this one for its answer.',
  { headers: { 'Retry-After': '1' } },
);

const OTHER_REQUEST = problem(
  'idempotency_key_reused',
  'This Idempotency-Key came with another request: make a new key for this one.',
);

/** The request's key was taken again meanwhile: what was to be made is rolled back. */
class TakenAgain extends Error {}

/**
 * Works once for all requests with one key: whoever comes meanwhile is told so, whoever comes later gets the same answer.
 * What failed on our side, or came too often, is not kept.
 */
export async function answerOnce(
  services: RouteServices,
  { caller, route, key, request }: KeyedRequest,
  work: (remember: Remember) => Promise<Answer>,
): Promise<Answer> {
  if (!KEY.test(key)) return NO_KEY;
  const { database, sealer, log } = services;
  const inScope = <Result>(run: (sql: TenantSql | SystemSql) => Promise<Result>): Promise<Result> =>
    caller.kind === 'tenant' ? database.withTenant(caller.tenant.id, run) : database.withSystem(run);
  const keyed = { caller: caller.key.id, route, key, hash: hashOf(request) };
  try {
    const taken = await inScope((sql) => takeKey(sql, sealer, keyed));
    if (taken.kind === 'under_way') return UNDER_WAY;
    if (taken.kind === 'other_request') return OTHER_REQUEST;
    if (taken.kind === 'answered') return replayed(taken.answer);
    return await answerAndKeep(services, { attempt: taken.attempt, inScope }, work);
  } catch (error) {
    if (error instanceof TakenAgain) return UNDER_WAY;
    if (!(error instanceof SealError)) throw error;
    log.warn({ reason: error.message }, 'the answer that is kept for an Idempotency-Key cannot be read');
    return problem('secret_unreadable', 'What this Idempotency-Key was answered cannot be read: ask the operator.');
  }
}

interface Working {
  attempt: Attempt;
  inScope<Result>(run: (sql: TenantSql | SystemSql) => Promise<Result>): Promise<Result>;
}

async function answerAndKeep(
  { sealer, log }: RouteServices,
  { attempt, inScope }: Working,
  work: (remember: Remember) => Promise<Answer>,
): Promise<Answer> {
  let isKept = false;
  const remember: Remember = async (sql, answer) => {
    if (!(await keepAnswer(sql, sealer, attempt, answer))) throw new TakenAgain();
    isKept = true;
    faultPoint('answer-uncommitted');
    return answer;
  };
  /** Should it fail, the key is free after a minute. */
  const settle = (run: (sql: TenantSql | SystemSql) => Promise<unknown>) =>
    inScope(run).catch((error) => log.warn({ reason: reasonOf(error) }, 'an Idempotency-Key could not be settled'));

  let answer: Answer;
  try {
    answer = await work(remember);
  } catch (error) {
    if (!(error instanceof TakenAgain)) await settle((sql) => giveBackKey(sql, attempt));
    throw error;
  }
  if (isKept) faultPoint('answer-kept');
  else if (isForGood(answer)) await settle((sql) => keepAnswer(sql, sealer, attempt, answer));
  else await settle((sql) => giveBackKey(sql, attempt));
  return answer;
}

function isForGood(answer: Answer): boolean {
  if (answer.kind !== 'problem') return true;
  const status = statusOf(answer.code);
  return status < 500 && status !== 429;
}

/** Of what was sent, as it was sent. */
const hashOf = ({ params, query, body }: RawRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([params, query, body]))
    .digest('base64url');
