import type { SystemSql } from '../database/sql';
import { type Tenant, type TenantRow, tenantOf } from './tenant';

/** Changes what is given; null when there is no such tenant. Running runs of an inactive tenant end normally. */
export async function patchTenant(
  sql: SystemSql,
  tenantId: string,
  { name, isActive }: { name?: string | undefined; isActive?: boolean | undefined },
): Promise<Tenant | null> {
  const { rows } = await sql<TenantRow>`
    update tenants
       set name = coalesce(${name ?? null}::text, name),
           is_active = coalesce(${isActive ?? null}::boolean, is_active)
     where id = ${tenantId}::uuid
    returning id, name, slug, is_active, created_at`;
  return rows[0] === undefined ? null : tenantOf(rows[0]);
}
