import type { Database } from '../../database/database';
import type { TenantSql } from '../../database/sql';
import { allows, type Scope } from '../../model/scopes';
import { authenticateTenant } from '../../tenants/authenticate-tenant';
import { readTenant } from '../../tenants/read-tenant';
import type { KnownTenant } from './caller';
import { type Claim, headerProblem } from './claim';
import { keyRefused, type Problem, problem } from './problem';

interface Wanted {
  scope: Scope;
  /** A request that only reads. */
  reads: boolean;
}

/**
 * Works in the transaction that found for which tenant the claim is good, or says why it is not: with a transaction of
 * its own for that question, a list of stores cost the API and the database a tenth more.
 */
export async function asTenant<Result>(
  database: Database,
  claim: Claim,
  { scope, reads }: Wanted,
  work: (caller: KnownTenant, sql: TenantSql) => Promise<Result>,
): Promise<Result | Problem> {
  if (claim.tenantId === null) return reads ? TENANT_TO_READ : TENANT_TO_WRITE;
  return database.readTenant(claim.tenantId, async (sql) => {
    const known =
      claim.kind === 'operator' ? await operatorFor(sql, claim, reads) : await ownerOf(sql, claim.key, scope);
    return known.kind === 'problem' ? known : work(known, sql);
  });
}

const TENANT_TO_READ = headerProblem('X-TENANT-ID', 'is missing: this is read for one tenant, name it');
const TENANT_TO_WRITE = headerProblem('X-TENANT-ID', 'is missing: name the tenant that you act for');

async function ownerOf(sql: TenantSql, key: string, scope: Scope): Promise<KnownTenant | Problem> {
  const known = await authenticateTenant(sql, key);
  if (known.kind === 'refused') return keyRefused('key_wrong');
  const { id, name } = known.key;
  const by = { kind: 'api_key', id, name };
  if (!known.tenant.isActive) {
    return problem('tenant_inactive', 'The tenant is switched off, or being deleted: ask the operator.', {
      refusal: { reason: 'tenant_inactive', by },
    });
  }
  if (!allows(known.key.scopes, scope)) {
    return problem('insufficient_scope', `The key lacks the scope ${scope}: use a key that has it.`, {
      refusal: { reason: 'scope_missing', by, scope },
    });
  }
  const { tenantId } = sql;
  return { kind: 'tenant', tenant: known.tenant, key: { kind: 'api_key', id, tenantId }, by };
}

/** What an inactive tenant has can be looked at; nothing new is begun for it. */
async function operatorFor(
  sql: TenantSql,
  { caller }: Extract<Claim, { kind: 'operator' }>,
  reads: boolean,
): Promise<KnownTenant | Problem> {
  const tenant = await readTenant(sql);
  if (tenant === null) {
    return problem('not_found', `There is no tenant ${sql.tenantId} (X-TENANT-ID): GET /v1/tenants lists them.`);
  }
  if (!tenant.isActive && !reads) {
    return problem(
      'tenant_inactive',
      `Tenant ${tenant.id} is switched off: PATCH /v1/tenants/${tenant.id} {"is_active": true} switches it on again.`,
      { refusal: { reason: 'tenant_inactive', by: caller.by } },
    );
  }
  return { kind: 'tenant', tenant, key: caller.key, by: caller.by };
}
