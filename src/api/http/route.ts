import type { z } from 'zod';
import type { TenantSql } from '../../database/sql';
import type { AuditAction } from '../../logs/audit-log';
import type { Scope } from '../../model/scopes';
import type { Answer, Success } from './answer';
import type { Caller, CallerOf, Who } from './caller';
import { overAllOf, type ReadOverAll } from './over-all';
import { parseRequest, type RawRequest, type RequestSchemas } from './parse-request';
import type { ProblemCode } from './problem';
import { answerOnce, type Remember, rememberNothing } from './repeating/answer-once';
import type { ApiServices, RouteServices } from './services';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface RequestContext {
  caller: Caller;
  /** Their log names the request and who asks. */
  services: RouteServices;
  /** As it was sent. */
  idempotencyKey: string | undefined;
}

/** What a route says to the outside. */
export interface RouteContract {
  method: Method;
  /** As Express reads it: `/v1/stores/:id`. */
  path: string;
  /** The operation's name in generated clients: what is done to what, such as `listStores`. It stays. */
  operationId: string;
  who: Who;
  /** An operator who names no tenant is asked in too, for what belongs to none. */
  alsoOperators?: true;
  /** Of an open route: a token of the settings, which whoever asks has to send where it is set. */
  token?: 'METRICS_TOKEN';
  summary: string;
  description?: string;
  /** Successes by status; null has no body. */
  answers: Partial<Record<Success['status'], z.ZodType | null>>;
  /** Of its successes; JSON unless it is named. */
  mediaType?: string;
  /** Its success is `tagged`: it has an ETag, and is 304 to whoever has it already. */
  hasTag?: true;
  /** Beside those that every route of its kind has. */
  problems?: readonly ProblemCode[];
  /** It makes something, and takes an `Idempotency-Key`: what it answers is given to `remember` where it is made. */
  idempotent?: true;
  /** What it writes into the audit log, or why it writes nothing; whatever is no GET has one of the two. */
  audits?: readonly [AuditAction, ...AuditAction[]] | { nothing: string };
}

/** What an operator gets who names no tenant. */
export interface OverAll {
  /** Beside the tenant's own parameters, `tenant_id` in lists. */
  query: z.ZodObject | null;
  answer(request: RawRequest, services: ApiServices): Promise<Answer>;
}

export interface HandlingRoute extends RouteContract, RequestSchemas {
  kind: 'handling';
  /** null: the operator has to name a tenant. */
  overAll: OverAll | null;
  answer(request: RawRequest, context: RequestContext): Promise<Answer>;
}

/** Only reads its tenant's rows, in the transaction that finds out who is calling. */
export interface ReadingRoute extends RouteContract, RequestSchemas {
  kind: 'reading';
  overAll: OverAll | null;
  who: Scope;
  answer(request: RawRequest, sql: TenantSql, services: ApiServices): Promise<Answer>;
}

/** Takes what others send, as it came: the receiver knows what it is. */
export interface ReceivingRoute extends RouteContract, RequestSchemas {
  kind: 'receiving';
  overAll: null;
  who: 'open';
}

export type Route = HandlingRoute | ReadingRoute | ReceivingRoute;

interface Definition<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  RouteWho extends Who,
> extends RouteContract {
  who: RouteWho;
  params?: Params;
  query?: Query;
  body?: Body;
  overAll?: ReadOverAll<Params, Query, Body>;
  handle(request: {
    caller: CallerOf<RouteWho>;
    params: z.output<Params>;
    query: z.output<Query>;
    body: z.output<Body>;
    services: RouteServices;
    /** Of an `idempotent` route. */
    remember: Remember;
  }): Promise<Answer>;
}

/** A route from its contract and its behaviour: `handle` only ever sees what parsed. */
export function route<
  RouteWho extends Who,
  Params extends z.ZodObject = z.ZodObject<Record<string, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<string, never>>,
  Body extends z.ZodType = z.ZodObject<Record<string, never>>,
>(definition: Definition<Params, Query, Body, RouteWho>): HandlingRoute {
  const { params = null, query = null, body = null, overAll, handle, ...contract } = definition;
  const readsBody = body !== null || (contract.method !== 'get' && contract.method !== 'delete');
  const schemas = { params, query, body, readsBody };
  return {
    kind: 'handling',
    ...contract,
    ...schemas,
    overAll: overAll ? overAllOf(schemas, overAll) : null,
    async answer(raw, { caller, services, idempotencyKey: key }) {
      const parsed = parseRequest(schemas, raw);
      if (parsed.kind === 'problem') return parsed;
      const work = (remember: Remember) =>
        handle({
          caller: caller as CallerOf<RouteWho>,
          params: parsed.params as z.output<Params>,
          query: parsed.query as z.output<Query>,
          body: parsed.body as z.output<Body>,
          services,
          remember,
        });
      if (!contract.idempotent || caller === null || key === undefined) return work(rememberNothing);
      return answerOnce(services, { caller, route: contract.operationId, key, request: raw }, work);
    },
  };
}
