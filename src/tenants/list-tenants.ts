import { type Page, type PageRequest, pageOfRows } from '../database/page';
import type { SystemSql } from '../database/sql';
import { TENANT_LIST, type Tenant } from './tenant';

/** All tenants, newest first. */
export async function listTenants(sql: SystemSql, { limit, after }: PageRequest): Promise<Page<Tenant>> {
  const [afterId = null] = after ?? [];
  // The place is read from the row: a JavaScript date would cut its microseconds off and lose tenants.
  const { rows } = await sql<Tenant>`
    select ${TENANT_LIST}
      from tenants
     where ${afterId}::uuid is null
        or (created_at, id) < (select created_at, id from tenants where id = ${afterId}::uuid)
     order by created_at desc, id desc
     limit ${limit + 1}::int`;
  return pageOfRows(
    rows,
    limit,
    (row) => [row.id],
    (row) => row,
  );
}
