import type { SystemSql } from '../database/sql';
import { TENANT_LIST, type Tenant } from './tenant';

/** Changes what is given; null when there is no such tenant, or it is being deleted. Running runs of an inactive tenant end normally. */
export async function patchTenant(
  sql: SystemSql,
  tenantId: string,
  { name, isActive }: { name?: string | undefined; isActive?: boolean | undefined },
): Promise<Tenant | null> {
  const { rows } = await sql<Tenant>`
    update tenants
       set name = coalesce(${name ?? null}::text, name),
           is_active = coalesce(${isActive ?? null}::boolean, is_active)
     where id = ${tenantId}::uuid and deletion_asked_at is null
    returning ${TENANT_LIST}`;
  return rows[0] ?? null;
}
