import { z } from 'zod';
import { faultsOf } from './faults';
import { type Problem, problem } from './problem';

/** What stands in a request before it is parsed. */
export interface RawRequest {
  params: unknown;
  query: unknown;
  /** undefined when there is none. */
  body: unknown;
}

/** null: nothing may stand there. */
export interface RequestSchemas {
  params: z.ZodObject | null;
  query: z.ZodObject | null;
  body: z.ZodType | null;
  /** Whether the body is read at all. */
  readsBody: boolean;
}

const NOTHING = z.strictObject({});
const NO_BODY = NOTHING.prefault({});

/** The request's parts as their schemas have them, or every fault of all parts at once. */
export function parseRequest(
  { params, query, body, readsBody }: RequestSchemas,
  raw: RawRequest,
): ({ kind: 'parsed' } & RawRequest) | Problem {
  const parsed = {
    params: (params ?? NOTHING).safeParse(raw.params),
    query: (query ?? NOTHING).safeParse(raw.query),
    body: readsBody ? (body ?? NO_BODY).safeParse(raw.body) : undefined,
  };
  const issues = Object.values(parsed).flatMap((part) => part?.error?.issues ?? []);
  if (issues.length > 0) return invalidRequest(issues);
  return { kind: 'parsed', params: parsed.params.data, query: parsed.query.data, body: parsed.body?.data };
}

function invalidRequest(issues: readonly z.core.$ZodIssue[]): Problem {
  const errors = faultsOf(issues);
  const fields = errors.map(({ path, message }) => `${path || 'body'}: ${message}`).join('; ');
  return problem('invalid_request', `Correct and repeat: ${fields}`, { errors });
}
