import { type Page, type PageRequest, pageOfRows } from '../database/page';
import type { RowOf, Sql, SystemSql, TenantSql } from '../database/sql';
import type { auditLogs } from '../database/tables/logs';
import type { Platform } from '../model/platform';

type AuditAction =
  | `${Platform}_sync_triggered`
  | 'all_stores_sync_triggered'
  | 'sync_cancelled'
  | 'deactivation_approved'
  | 'deactivation_rejected'
  | 'rejected_products_retried'
  | 'store_connected'
  | 'store_verified'
  | 'brake_accepted'
  | 'store_reconnected'
  | 'store_updated'
  | 'store_disconnected'
  | 'tenant_created'
  | 'tenant_updated'
  | 'api_key_created'
  | 'api_key_rotated'
  | 'api_key_revoked'
  | 'operator_created'
  | 'operator_key_rotated'
  | 'operator_revoked';

export interface Actor {
  /** `api_key`, `operator`, `cli` … */
  kind: string;
  id: string | null;
  name: string | null;
}

export interface AuditEntry {
  /** Given for what may be written twice, such as the id of the run that was started: it is kept once. */
  id?: string;
  /** null for what concerns no tenant in particular. */
  tenantId: string | null;
  action: AuditAction;
  actor: Actor;
  /** Ids and addresses; never a credential (I8). */
  metadata: Record<string, unknown>;
}

/** Who did what, in the transaction that does it where there is one. */
export async function writeAuditLog(sql: TenantSql | SystemSql, entry: AuditEntry): Promise<void> {
  await sql`
    insert into audit_logs (id, tenant_id, action, actor_kind, actor_id, actor_name, metadata)
    values (coalesce(${entry.id ?? null}::uuid, gen_random_uuid()), ${entry.tenantId}::uuid, ${entry.action}::text,
            ${entry.actor.kind}::text, ${entry.actor.id}::text, ${entry.actor.name}::text,
            ${JSON.stringify(entry.metadata)}::jsonb)
        on conflict (id) do nothing`;
}

export interface AuditLog extends Pick<RowOf<typeof auditLogs>, 'id' | 'at' | 'action' | 'metadata'> {
  actor: Actor;
}

/** What was done to a tenant, by its keys or by operators, newest first. */
export async function listAuditLogs(sql: TenantSql, page: PageRequest): Promise<Page<AuditLog>> {
  const { items, next } = await selectAuditLogs(sql, sql.tenantId, page);
  return { items: items.map(({ tenant_id: _, ...log }) => log), next };
}

/** The same of all tenants, or of one, and what operators did to none in particular. */
export async function listAllAuditLogs(
  sql: SystemSql,
  { tenantId, ...page }: PageRequest & { tenantId: string | null },
): Promise<Page<AuditLog & { tenant_id: string | null }>> {
  return selectAuditLogs(sql, tenantId, page);
}

async function selectAuditLogs(
  sql: Sql,
  tenantId: string | null,
  { limit, after }: PageRequest,
): Promise<Page<AuditLog & { tenant_id: string | null }>> {
  const [at = null, id = null] = after ?? [];
  const { rows } = await sql<AuditLog & { tenant_id: string | null; at_exact: string }>`
    select id, tenant_id, at, at::text as at_exact, action, metadata,
           json_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) as actor
      from audit_logs
     where (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
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
