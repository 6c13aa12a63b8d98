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

/** No field of ours takes more: a WooCommerce address may have 2,048, a cursor 2,000. */
const LONGEST_TEXT = 5_000;

/** Levels of a body; what we take has five. */
const DEEPEST = 20;

/** Faults that an answer tells: each takes about ten times what caused it. */
const MOST_FAULTS = 20;

const NOTHING = z.strictObject({});
const NO_BODY = NOTHING.prefault({});

/** The request's parts as their schemas have them, or every fault of all parts at once. */
export function parseRequest(
  { params, query, body, readsBody }: RequestSchemas,
  raw: RawRequest,
): ({ kind: 'parsed' } & RawRequest) | Problem {
  const tooLong = [
    ...tooLongTexts(raw.params),
    ...tooLongTexts(raw.query),
    ...(readsBody ? tooLongTexts(raw.body) : []),
  ];
  if (tooLong.length > 0) return invalidRequest(tooLong);

  const parsed = {
    params: (params ?? NOTHING).safeParse(raw.params),
    query: (query ?? NOTHING).safeParse(raw.query),
    body: readsBody ? (body ?? NO_BODY).safeParse(raw.body) : undefined,
  };
  const issues = Object.values(parsed).flatMap((part) => part?.error?.issues ?? []);
  if (issues.length > 0) return invalidRequest(faultsOf(issues));
  return { kind: 'parsed', params: parsed.params.data, query: parsed.query.data, body: parsed.body?.data };
}

function invalidRequest(faults: readonly Fault[]): Problem {
  const errors = faults
    .slice(0, MOST_FAULTS)
    .map(({ path, message }) => ({ path: shortened(path), message: shortened(message) }));
  const fields = errors.map(({ path, message }) => `${path || 'body'}: ${message}`).join('; ');
  const more = faults.length - errors.length;
  return problem('invalid_request', `Correct and repeat: ${fields}${more > 0 ? `; and ${more} more faults` : ''}`, {
    errors,
  });
}

/** Names of unknown fields are as long as a caller makes them. */
function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}

/** Looked at before any schema, whose trimming and comparing may take longer than linear time. */
function tooLongTexts(value: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (typeof value === 'string') {
    if (value.length <= LONGEST_TEXT) return [];
    return [{ path: textOf(path), message: `has ${value.length} characters, ${LONGEST_TEXT} are the most of any` }];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (path.length > DEEPEST) return [{ path: textOf(path), message: `lies deeper than ${DEEPEST} levels` }];
  return Object.entries(value).flatMap(([key, inner]) => tooLongTexts(inner, [...path, key]));
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
