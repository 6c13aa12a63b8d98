import type { IncomingHttpHeaders } from 'node:http';
import { isUuid } from '../../database/uuid';
import { equalInConstantTime } from '../../process/equal-in-constant-time';
import { authenticateOperator } from '../../tenants/authenticate-operator';
import { prefixOfKey } from '../../tenants/key-text';
import type { Admission } from '../limits/admission';
import { type KnownOperator, OPERATOR, operatorCaller } from './caller';
import { keyRefused, type Problem, problem, UNAUTHENTICATED } from './problem';
import type { ApiServices } from './services';

/** What a request's headers say about who is calling. A tenant's key is still to be looked up. */
export type Claim =
  | { kind: 'tenant'; tenantId: string; key: string }
  /** Known by the key; null: for no tenant in particular. */
  | { kind: 'operator'; caller: KnownOperator; tenantId: string | null };

interface Doorkeeping extends Pick<ApiServices, 'database' | 'operatorKey'>, Pick<Admission, 'isOperators'> {}

/**
 * One of the two keys, and never both: as whose the action would be written down could only be guessed. An empty header
 * is none, but for X-TENANT-ID: a script whose variable is empty meant a tenant, and must not be shown all of them.
 */
export async function claimOf(headers: IncomingHttpHeaders, services: Doorkeeping): Promise<Claim | Problem> {
  const { 'x-tenant-id': tenantId, 'x-tenant-api-key': key, 'x-operator-key': given } = headers;
  if (typeof given !== 'string' || given === '') return claimOfTenant(tenantId, key);

  const caller = await knownOperator(given, services);
  if (caller === null) return keyRefused('operator_key_wrong');
  if (key !== undefined && key !== '') {
    return headerProblem('X-TENANT-API-KEY', 'must not stand beside X-OPERATOR-KEY: send one of the two keys');
  }
  if (tenantId === undefined) return { kind: 'operator', caller, tenantId: null };
  if (typeof tenantId !== 'string' || !isUuid(tenantId))
    return headerProblem('X-TENANT-ID', 'must be the UUID of one tenant');
  return { kind: 'operator', caller, tenantId: tenantId.toLowerCase() };
}

/** The key of the settings needs no database: whoever has it can ask what is wrong while that is away. */
async function knownOperator(
  given: string,
  { database, operatorKey, isOperators }: Doorkeeping,
): Promise<KnownOperator | null> {
  if (operatorKey !== null && equalInConstantTime(given, operatorKey)) return OPERATOR;
  if (prefixOfKey('operator', given) === null || !(await isOperators(given))) return null;
  const known = await database.readSystem((sql) => authenticateOperator(sql, given));
  return known.kind === 'refused' ? null : operatorCaller(known);
}

/** What cannot be a tenant's key is not worth a transaction. */
function claimOfTenant(tenantId: unknown, key: unknown): Claim | Problem {
  if (typeof key !== 'string' || key === '') return UNAUTHENTICATED;
  if (typeof tenantId !== 'string' || !isUuid(tenantId) || prefixOfKey('tenant', key) === null) {
    return keyRefused('key_wrong');
  }
  return { kind: 'tenant', tenantId: tenantId.toLowerCase(), key };
}

export function headerProblem(header: string, message: string): Problem {
  return problem('invalid_request', `${header} ${message}.`, { errors: [{ path: header, message }] });
}
