import { type Page, type PageRequest, pageOfRows } from '../database/page';
import type { RowOf, Sql, SystemSql, TenantSql } from '../database/sql';
import type { auditLogs } from '../database/tables/logs';
import type { Actor } from './audit-log';

export interface AuditLog
  extends Pick<RowOf<typeof auditLogs>, 'id' | 'at' | 'action' | 'metadata' | 'address' | 'request_id' | 'outcome'> {
  actor: Actor;
  /** null while what came of it is not known. */
  outcome_at: Date | null;
}

/** What was done to a tenant, by its keys or by operators, newest first. From where operators work is not its matter. */
export async function listAuditLogs(sql: TenantSql, page: PageRequest): Promise<Page<AuditLog>> {
  const { items, next } = await selectAuditLogs(sql, sql.tenantId, page);
  return {
    items: items.map(({ tenant_id: _, ...log }) => (log.actor.kind === 'operator' ? { ...log, address: null } : log)),
    next,
  };
}

/** The same of all tenants, or of one, and what operators did to none in particular. */
export async function listAllAuditLogs(
  sql: SystemSql,
  { tenantId, ...page }: PageRequest & { tenantId: string | null },
): Promise<Page<AuditLog & { tenant_id: string | null }>> {
  return selectAuditLogs(sql, tenantId, page);
}

/** An entry with what came of it, which is a row of its own where it was not known at once. */
async function selectAuditLogs(
  sql: Sql,
  tenantId: string | null,
  { limit, after }: PageRequest,
): Promise<Page<AuditLog & { tenant_id: string | null }>> {
  const [at = null, id = null] = after ?? [];
  const { rows } = await sql<AuditLog & { tenant_id: string | null; at_exact: string }>`
    select entry.id, entry.tenant_id, entry.at, entry.at::text as at_exact, entry.action, entry.address,
           entry.request_id, coalesce(result.outcome, entry.outcome) as outcome,
           coalesce(result.at, case when entry.outcome is not null then entry.at end) as outcome_at,
           entry.metadata || coalesce(result.metadata, '{}') as metadata,
           json_build_object('kind', entry.actor_kind, 'id', entry.actor_id, 'name', entry.actor_name) as actor
      from audit_logs entry
      left join audit_logs result on result.outcome_of = entry.id
     where entry.outcome_of is null
       and (${tenantId}::uuid is null or entry.tenant_id = ${tenantId}::uuid)
       and (${id}::uuid is null or (entry.at, entry.id) < (${at}::timestamptz, ${id}::uuid))
     order by entry.at desc, entry.id desc
     limit ${limit + 1}::int`;
  return pageOfRows(
    rows,
    limit,
    (row) => [row.at_exact, row.id],
    ({ at_exact: _, ...log }) => log,
  );
}
