import type { SystemSql } from '../database/sql';
import { type Tenant, type TenantRow, tenantOf } from './tenant';

/** Newest first; `after` is the id of the last tenant of the page before. */
export async function listTenants(
  sql: SystemSql,
  { after, limit }: { after: string | null; limit: number },
): Promise<Tenant[]> {
  // The place is read from the row: a JavaScript date would cut its microseconds off and lose tenants.
  const { rows } = await sql<TenantRow>`
    select id, name, slug, is_active, created_at
      from tenants
     where ${after}::uuid is null
        or (created_at, id) < (select created_at, id from tenants where id = ${after}::uuid)
     order by created_at desc, id desc
     limit ${limit}::int`;
  return rows.map(tenantOf);
}
