import { type Page, type PageRequest, pageOfRows } from '../database/page';
import type { TenantSql } from '../database/sql';

export interface AuditLog {
  id: string;
  at: Date;
  action: string;
  actor: { kind: string; id: string | null; name: string | null };
  metadata: unknown;
}

/** What was done to a tenant, by its keys or by operators, newest first. */
export async function listAuditLogs(sql: TenantSql, { limit, after }: PageRequest): Promise<Page<AuditLog>> {
  const [at = null, id = null] = after ?? [];
  const { rows } = await sql<AuditLog & { at_exact: string }>`
    select id, at, at::text as at_exact, action, metadata,
           json_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) as actor
      from audit_logs
     where tenant_id = ${sql.tenantId}::uuid
       and (${id}::uuid is null or (at, id) < (${at}::timestamptz, ${id}::uuid))
     order by at desc, id desc
     limit ${limit + 1}::int`;
  return pageOfRows(
    rows,
    limit,
    (row) => [row.at_exact, row.id],
    ({ at_exact: _, ...log }) => log,
  );
}
