import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Database } from '../../database/database';
import { mayReadMetrics } from '../../process/metrics/may-read-metrics';
import { knownKeys } from '../../tenants/known-keys';
import { addRequestCounts, forgetRequestCounts, type RequestCount } from '../../tenants/request-counts';
import type { Claim } from '../http/claim';
import { blockOf, clientAddress } from '../http/client-address';
import { keyRefused, type Problem, problem, UNAUTHENTICATED } from '../http/problem';
import { keyProver } from './prove-keys';
import { rateLimitHeaders, seconds } from './rate-limit-headers';
import { sharedCounts } from './shared-counts';

/** Who may go on to a route: good keys, as often as they may. */
export interface Admission {
  /** Whether a key is an operator's. It opens nothing: many are asked for at once. */
  isOperators(key: string): Promise<boolean>;
  /** null where whoever claims this may go on. The answer says how often more. */
  admit(claim: Claim, response: Response): Promise<Problem | null>;
  /** Whether a request may read `/metrics`. */
  mayReadMetrics(request: Request): boolean;
  /** What is answered to a key that is nobody's. */
  refused(request: Request): Problem;
  stop(): Promise<void>;
}

export interface AdmissionOptions {
  database: Database;
  log: Logger;
  /** Of one key. 0: no limit, also not for wrong keys. */
  requestsPerMinute: number;
  /** null: everybody may read the metrics. */
  metricsToken: string | null;
}

/** Wrong keys of one address. Nobody types that many. */
const MOST_REFUSED = 30;
const FORGET_EVERY_MS = 60_000;

export function createAdmission({ database, log, requestsPerMinute, metricsToken }: AdmissionOptions): Admission {
  const prover = keyProver((sent) => database.readSystem((sql) => knownKeys(sql, sent)));
  const sharedBy = {
    share: sharing(database),
    onError: (err: unknown) => log.warn({ err }, 'requests are counted by this process alone'),
  };
  // Apart: strangers have any number of addresses, and each of these forgets who came first.
  const ofKeys = sharedCounts(sharedBy);
  const ofAddresses = sharedCounts(sharedBy);

  function take(id: string, response: Response): Problem | null {
    if (requestsPerMinute === 0) return null;
    const { count, endsInMs } = ofKeys.look(`key ${id}`);
    if (count < requestsPerMinute) ofKeys.add(`key ${id}`, requestsPerMinute);
    response.set(rateLimitHeaders('key', { most: requestsPerMinute, left: requestsPerMinute - count - 1, endsInMs }));
    if (count < requestsPerMinute) return null;
    if (ofKeys.isFirst(`key ${id}`)) log.warn({ key_id: id }, 'a key asks more often than it may');
    return tooMany(`This key may ask ${requestsPerMinute} times a minute`, endsInMs);
  }

  return {
    isOperators: async (key) => (await prover.idOf({ tenantId: null, key })) !== null,
    async admit(claim, response) {
      if (claim.kind === 'operator') return take(claim.caller.key.id, response);
      const id = await prover.idOf(claim);
      return id === null ? keyRefused('key_wrong') : take(id, response);
    },
    mayReadMetrics: ({ headers }) => mayReadMetrics(headers.authorization, metricsToken),
    refused(request) {
      const { 'x-tenant-id': tenantId, 'x-tenant-api-key': key, 'x-operator-key': operatorKey } = request.headers;
      if (typeof tenantId === 'string' && typeof key === 'string') prover.forget({ tenantId, key });
      if (typeof operatorKey === 'string') prover.forget({ tenantId: null, key: operatorKey });
      const address = clientAddress(request);
      const triesKeys = (key ?? '') !== '' || (operatorKey ?? '') !== '';
      if (requestsPerMinute === 0 || address === null || !triesKeys) return UNAUTHENTICATED;

      const who = `address ${blockOf(address)}`;
      const { count, endsInMs } = ofAddresses.look(who);
      // In place of the key's own, where it was good until just now: a wrong one could else be told from it.
      const headers = rateLimitHeaders('wrong-keys', { most: MOST_REFUSED, left: MOST_REFUSED - count - 1, endsInMs });
      if (count < MOST_REFUSED) {
        ofAddresses.add(who, MOST_REFUSED);
        return { ...UNAUTHENTICATED, headers };
      }
      if (ofAddresses.isFirst(who)) log.warn({ client: address }, 'many wrong keys come from one address');
      return tooMany(
        'Too many wrong keys come from this address; a good one is served all the same',
        endsInMs,
        headers,
      );
    },
    stop: async () => {
      await Promise.all([ofKeys.stop(), ofAddresses.stop()]);
    },
  };
}

function sharing(database: Database) {
  let forgetAt = 0;
  return (counts: readonly RequestCount[]) =>
    database.withSystem(async (sql) => {
      if (performance.now() >= forgetAt) {
        await forgetRequestCounts(sql);
        forgetAt = performance.now() + FORGET_EVERY_MS;
      }
      return addRequestCounts(sql, counts);
    });
}

function tooMany(why: string, endsInMs: number, headers: Record<string, string> = {}): Problem {
  const wait = seconds(endsInMs);
  return problem('rate_limited', `${why}: repeat the request in ${wait} s.`, {
    headers: { ...headers, 'Retry-After': String(wait) },
  });
}
