import { ShareExceeded } from '../../database/fair-share';
import { isPassingDatabaseError, isTenantClosed, isTooSlow } from '../../database/postgres-error';
import { isTemporalUnavailable } from '../../temporal/unavailable';
import { type Problem, problem } from './problem';

const RETRY_AFTER = { 'Retry-After': '5' };

/** What Express and its body parser say about a request that they cannot read. */
const UNREADABLE_REQUESTS: Record<string, () => Problem> = {
  'entity.too.large': () => problem('too_large', 'Send at most 1 MiB.'),
  'entity.parse.failed': () =>
    problem('invalid_request', 'The body is no JSON: correct its syntax.', {
      errors: [{ path: '', message: 'is no JSON' }],
    }),
  'charset.unsupported': () => problem('unsupported_media_type', 'Send JSON in UTF-8.'),
  'encoding.unsupported': () => problem('unsupported_media_type', 'Send the body plain, or packed with gzip or br.'),
};

/** The one place where errors become answers. What is no known failure is a bug: its text stays in the log. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof Error) {
    if ('type' in error && typeof error.type === 'string') {
      const unreadable = UNREADABLE_REQUESTS[error.type];
      if (unreadable) return unreadable();
    }
    if ('status' in error && error.status === 400) {
      return problem('invalid_request', 'The request cannot be read: correct its address or its body.');
    }
  }
  if (isTemporalUnavailable(error)) {
    return problem('temporal_unavailable', 'Temporal did not answer in time. Repeat the request: that is safe.', {
      headers: RETRY_AFTER,
    });
  }
  if (isTenantClosed(error)) return problem('tenant_inactive', 'The tenant is being deleted.');
  if (isTooSlow(error)) {
    return problem(
      'database_unavailable',
      'It took longer than 5 s: ask for less, by a smaller limit or a narrower search.',
      {
        headers: RETRY_AFTER,
      },
    );
  }
  if (error instanceof ShareExceeded) {
    return problem(
      'database_unavailable',
      'Other requests of this tenant take all that it may use at a time: wait for some of them.',
      {
        headers: RETRY_AFTER,
      },
    );
  }
  if (isPassingDatabaseError(error)) {
    return problem('database_unavailable', 'The database did not answer. Repeat the request: that is safe.', {
      headers: RETRY_AFTER,
    });
  }
  return problem('internal', 'This is our fault. Report it with the request_id: the log says more under it.');
}
