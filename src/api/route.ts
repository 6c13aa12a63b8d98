import { z } from 'zod';
import type { Answer, Success } from './answer';
import type { Caller, CallerOf, Who } from './caller';
import { faultsOf } from './faults';
import { type Problem, type ProblemCode, problem } from './problem';
import type { ApiServices } from './services';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What stands in a request before it is parsed. */
interface RawRequest {
  params: unknown;
  query: unknown;
  /** undefined when there is none. */
  body: unknown;
}

interface RequestContext {
  caller: Caller;
  /** Their log names the request and who asks. */
  services: ApiServices;
}

/** What a route says to the outside. */
export interface RouteContract {
  method: Method;
  /** As Express reads it: `/v1/stores/:id`. */
  path: string;
  who: Who;
  summary: string;
  description?: string;
  /** Successes by status; null has no body. */
  answers: Partial<Record<Success['status'], z.ZodType | null>>;
  /** Beside those that every route of its kind has. */
  problems?: readonly ProblemCode[];
}

export interface Route extends RouteContract {
  params: z.ZodObject | null;
  query: z.ZodObject | null;
  body: z.ZodType | null;
  /** Whether the body is read at all. */
  readsBody: boolean;
  answer(request: RawRequest, context: RequestContext): Promise<Answer>;
}

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
  handle(request: {
    caller: CallerOf<RouteWho>;
    params: z.output<Params>;
    query: z.output<Query>;
    body: z.output<Body>;
    services: ApiServices;
  }): Promise<Answer>;
}

const NOTHING = z.strictObject({});
const NO_BODY = NOTHING.prefault({});

/** A route from its contract and its behaviour: `handle` only ever sees what parsed. */
export function route<
  RouteWho extends Who,
  Params extends z.ZodObject = typeof NOTHING,
  Query extends z.ZodObject = typeof NOTHING,
  Body extends z.ZodType = typeof NO_BODY,
>(definition: Definition<Params, Query, Body, RouteWho>): Route {
  const { params, query, body, handle, ...contract } = definition;
  const readsBody = contract.method !== 'get' && contract.method !== 'delete';

  return {
    ...contract,
    params: params ?? null,
    query: query ?? null,
    body: body ?? null,
    readsBody,
    async answer(raw, { caller, services }) {
      const parsed = {
        params: (params ?? NOTHING).safeParse(raw.params),
        query: (query ?? NOTHING).safeParse(raw.query),
        body: readsBody ? (body ?? NO_BODY).safeParse(raw.body) : undefined,
      };
      const issues = Object.values(parsed).flatMap((part) => part?.error?.issues ?? []);
      if (issues.length > 0) return invalidRequest(issues);
      return handle({
        caller: caller as CallerOf<RouteWho>,
        params: parsed.params.data as z.output<Params>,
        query: parsed.query.data as z.output<Query>,
        body: parsed.body?.data as z.output<Body>,
        services,
      });
    },
  };
}

function invalidRequest(issues: readonly z.core.$ZodIssue[]): Problem {
  const errors = faultsOf(issues);
  const fields = errors.map(({ path, message }) => `${path || 'body'}: ${message}`).join('; ');
  return problem('invalid_request', `Correct and repeat: ${fields}`, { errors });
}
