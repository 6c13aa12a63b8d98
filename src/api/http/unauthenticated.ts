import { problem } from './problem';

/**
 * A wrong tenant, a wrong key, another tenant's key, a missing header and the wrong kind of caller get the same answer,
 * which tells nobody what exists.
 */
export const UNAUTHENTICATED = problem(
  'unauthenticated',
  'Send X-TENANT-ID and X-TENANT-API-KEY of an active key, or X-OPERATOR-KEY where the operator is asked for.',
);
