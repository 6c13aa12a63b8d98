import { z } from 'zod';
import type { Actor } from '../../logs/audit-log';
import type { Scope } from '../../model/scopes';

/** Every code with its one status and title; `detail` says what to do in this very case. */
const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request does not parse' },
  not_configured: { status: 400, title: 'No store of that platform is connected' },
  store_id_required: { status: 400, title: 'Several stores of that platform are connected' },
  unauthenticated: { status: 401, title: 'The caller is not known' },
  insufficient_scope: { status: 403, title: 'The key lacks a scope' },
  tenant_inactive: { status: 403, title: 'The tenant is inactive' },
  not_found: { status: 404, title: 'There is no such thing' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  conflict: { status: 409, title: 'The state does not allow it' },
  idempotency_key_in_use: { status: 409, title: 'The first request with that key is under way' },
  cursor_expired: { status: 410, title: 'The place of the cursor is no longer kept' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is no JSON' },
  store_unreachable: { status: 422, title: 'The store did not answer' },
  store_credentials_rejected: { status: 422, title: 'The store refused the credentials' },
  store_not_supported: { status: 422, title: 'The store cannot be read' },
  store_address_refused: { status: 422, title: 'The address is not allowed' },
  mail_not_set_up: { status: 422, title: 'E-mail is not set up' },
  idempotency_key_reused: { status: 422, title: 'The key came with another request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  temporal_unavailable: { status: 503, title: 'Temporal is away' },
  database_unavailable: { status: 503, title: 'The database is away' },
  overloaded: { status: 503, title: 'Too much comes at once' },
  secret_unreadable: { status: 503, title: 'A secret cannot be read' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

export interface Fault {
  /** Which field, query parameter or path id: `credentials.store_url`. Empty for the body as a whole. */
  path: string;
  message: string;
}

/** An answer that is no success, before it has its request id (RFC 9457). */
export interface Problem {
  kind: 'problem';
  code: ProblemCode;
  detail: string;
  errors?: Fault[];
  headers?: Record<string, string>;
  /** What a certain code says beside the usual: the run that is under way. */
  more?: Record<string, unknown>;
  /** Why somebody was turned away: for the audit log, and never for whoever asked. */
  refusal?: Refusal;
}

export interface Refusal {
  reason: 'key_wrong' | 'operator_key_wrong' | 'no_operator_key' | 'scope_missing' | 'tenant_inactive';
  /** Where the key was recognised. */
  by?: Actor;
  /** The scope that was missing. */
  scope?: Scope;
}

export function problem(
  code: ProblemCode,
  detail: string,
  rest: Pick<Problem, 'errors' | 'headers' | 'more' | 'refusal'> = {},
): Problem {
  return { kind: 'problem', code, detail, ...rest };
}

export const statusOf = (code: ProblemCode): number => PROBLEMS[code].status;

export const problemBody = ({ code, detail, errors, more }: Problem, requestId: string) => ({
  type: `urn:catalog-sync:problem:${code}`,
  title: PROBLEMS[code].title,
  status: PROBLEMS[code].status,
  code,
  detail,
  ...(errors ? { errors } : {}),
  ...more,
  request_id: requestId,
});

export const ProblemBody = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(PROBLEM_CODES),
    detail: z.string().meta({ description: 'What to do next' }),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
    request_id: z.string().meta({ description: 'Stands in the log too' }),
  })
  .meta({ id: 'Problem' });

export const noSuchStore = (id: string) => problem('not_found', `There is no store ${id}: GET /v1/stores lists them.`);
export const storeDisconnected = (id: string) =>
  problem('conflict', `Store ${id} is disconnected: connect it again with POST /v1/stores.`);
export const noSuchProduct = (id: string) =>
  problem('not_found', `There is no product ${id}: GET /v1/catalog/products lists them.`);
export const noSuchRun = (id: string) =>
  problem(
    'not_found',
    `There is no run ${id}: GET /v1/sync-runs lists them. Those of mode refresh are kept for a time only.`,
  );
export const noSuchChannel = (id: string) =>
  problem('not_found', `There is no channel ${id}: GET /v1/alert-channels lists them.`);

/**
 * A wrong tenant, a wrong key, another tenant's key, a missing header and the wrong kind of caller get the same answer,
 * which tells nobody what exists.
 */
export const UNAUTHENTICATED = problem(
  'unauthenticated',
  'Send X-TENANT-ID and X-TENANT-API-KEY of an active key, or X-OPERATOR-KEY where the operator is asked for.',
);

/** The same answer to somebody who sent a key. */
export const keyRefused = (reason: Refusal['reason']): Problem => ({ ...UNAUTHENTICATED, refusal: { reason } });
