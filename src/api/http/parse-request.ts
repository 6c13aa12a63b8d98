import { z } from 'zod';
import { type Fault, type Problem, problem } from './problem';

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

type Issue = z.core.$ZodIssue;

/** Every fault of a value, each with its path; of a union, those of the form that was most likely meant. */
function faultsOf(issues: readonly Issue[], parent: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: textOf([...path, key]), message: 'is not known here' }));
    }
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const [likeliest = []] = [...issue.errors].sort((left, right) => left.length - right.length);
      return faultsOf(likeliest, path);
    }
    return [{ path: textOf(path), message: issue.message }];
  });
}

const textOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');
