import type { IncomingHttpHeaders } from 'node:http';
import type { Database } from '../../database/database';
import type { TenantSql } from '../../database/sql';
import { isUuid } from '../../database/uuid';
import { allows, type Scope } from '../../model/scopes';
import { authenticateTenant } from '../../tenants/authenticate-tenant';
import { prefixOfKey } from '../../tenants/key-text';
import type { TenantCaller } from './caller';
import { type Problem, problem, UNAUTHENTICATED } from './problem';

/**
 * Reads in the transaction that found whose key the headers carry, or says why not: with a transaction of its own for
 * that question, a list of stores cost the API and the database a tenth more.
 */
export async function asTenant<Result>(
  database: Database,
  { scope, headers }: { scope: Scope; headers: IncomingHttpHeaders },
  work: (caller: TenantCaller, sql: TenantSql) => Promise<Result>,
): Promise<Result | Problem> {
  const { 'x-tenant-id': tenantId, 'x-tenant-api-key': key } = headers;
  if (typeof tenantId !== 'string' || typeof key !== 'string') return UNAUTHENTICATED;
  if (!isUuid(tenantId) || prefixOfKey(key) === null) return UNAUTHENTICATED; // not worth a transaction

  return database.readTenant(tenantId.toLowerCase(), async (sql) => {
    const known = await authenticateTenant(sql, key);
    if (known.kind === 'refused') return UNAUTHENTICATED;
    if (!known.tenant.isActive) {
      return problem('tenant_inactive', 'The tenant is switched off: ask the operator to switch it on again.');
    }
    if (!allows(known.key.scopes, scope)) {
      return problem('insufficient_scope', `The key lacks the scope ${scope}: use a key that has it.`);
    }
    return work({ kind: 'tenant', tenant: known.tenant, key: known.key }, sql);
  });
}
