import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { authenticateTenant } from '../tenants/authenticate-tenant';
import { allows, type Scope } from '../tenants/scopes';
import type { Caller, TenantCaller, Who } from './caller';
import { type Problem, problem } from './problem';
import type { ApiServices } from './services';

/**
 * Who is calling, or why not. A wrong tenant, a wrong key, another tenant's key, a missing header and the wrong kind of
 * caller get the same answer, which tells nobody what exists.
 */
export async function authenticate(
  who: Who,
  headers: IncomingHttpHeaders,
  services: ApiServices,
): Promise<{ kind: 'caller'; caller: Caller } | Problem> {
  if (who === 'open') return { kind: 'caller', caller: null };
  if (who === 'operator') return authenticateOperator(headers, services.operatorKey);
  return authenticateKey(who, headers, services);
}

const UNAUTHENTICATED = problem(
  'unauthenticated',
  'Send X-TENANT-ID and X-TENANT-API-KEY of an active key, or X-OPERATOR-KEY where the operator is asked for.',
);

function authenticateOperator(headers: IncomingHttpHeaders, operatorKey: string | null) {
  const key = single(headers['x-operator-key']);
  if (operatorKey === null || key === null || !equalInConstantTime(key, operatorKey)) return UNAUTHENTICATED;
  return { kind: 'caller', caller: { kind: 'operator' } } as const;
}

async function authenticateKey(
  scope: Scope,
  headers: IncomingHttpHeaders,
  { database }: ApiServices,
): Promise<{ kind: 'caller'; caller: TenantCaller } | Problem> {
  const tenantId = single(headers['x-tenant-id']);
  const key = single(headers['x-tenant-api-key']);
  if (tenantId === null || key === null) return UNAUTHENTICATED;

  const known = await authenticateTenant(database, { tenantId, key });
  if (known.kind === 'refused') return UNAUTHENTICATED;
  if (!known.tenant.isActive) {
    return problem('tenant_inactive', 'The tenant is switched off: ask the operator to switch it on again.');
  }
  if (!allows(known.key.scopes, scope)) {
    return problem('insufficient_scope', `The key lacks the scope ${scope}: use a key that has it.`);
  }
  return { kind: 'caller', caller: { kind: 'tenant', tenant: known.tenant, key: known.key } };
}

/** Hashes have one length, so that not even the length of the key can be measured. */
function equalInConstantTime(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(left, right);
}

const single = (header: string | string[] | undefined): string | null => (typeof header === 'string' ? header : null);
