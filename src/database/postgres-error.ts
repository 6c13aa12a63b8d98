import { isNativeError } from 'node:util/types';
import { DatabaseError } from 'pg';
import type { Advice } from '../process/run-program';
import { ShareExceeded } from './fair-share';

/** A statement took longer than its transaction allows. */
export function isTooSlow(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '57014';
}

/** Raised by `enter_tenant`: nothing is written any more for a tenant that is being deleted, or gone. */
export function isTenantClosed(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === 'CSTNT';
}

/** The value itself cannot be stored: data exception (class 22) or program limit exceeded (class 54). */
export function isRefusedValue(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && /^(22|54)/.test(error.code ?? '');
}

/**
 * Passes by itself: connection lost (08), too many connections or out of memory (53), shutdown or fail-over (57P),
 * deadlock and serialization (40), read-only standby (25006), lock, statement or idle time-out (55P03, 57014, 25P03), and
 * whatever the socket says.
 */
const PASSING_STATES = /^(08|53|57P|40|25006|25P03|55P03|57014)/;
const PASSING_SOCKET = /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN/;
const PASSING_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/i;

export function isPassingDatabaseError(error: unknown): boolean {
  if (error instanceof ShareExceeded) return true;
  if (error instanceof DatabaseError) return PASSING_STATES.test(error.code ?? '');
  if (!isNativeError(error)) return false; // a socket's error is of another realm inside of jest
  const code = 'code' in error ? String(error.code) : '';
  return PASSING_SOCKET.test(code) || PASSING_TEXT.test(error.message);
}

/** Wrong role, password or database name: neither waiting nor a start of the database mends them. */
const WRONG_URL = /^(28|3D)/;

const MAY_NOT = '42501';

/** The role may not do that, whatever becomes of the database. */
export function isMissingRight(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === MAY_NOT;
}

export const databaseAdvice: Advice = (error) => {
  if (isPassingDatabaseError(error)) return 'The database does not answer: start it, or correct DATABASE_URL.';
  if (error instanceof DatabaseError && WRONG_URL.test(error.code ?? '')) {
    return 'The database refuses the role, the password or the name in DATABASE_URL: correct it.';
  }
  if (isMissingRight(error)) {
    return (
      'The role may not do that. `npm run migrate` needs a role that owns the schema, in MIGRATION_DATABASE_URL if ' +
      'that of DATABASE_URL does not, and then grants that one what the programs need.'
    );
  }
  return null;
};
