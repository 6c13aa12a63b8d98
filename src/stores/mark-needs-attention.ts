import type { TenantSql } from '../database/sql';

/**
 * Schedules skip the store until somebody connects it again. `credentialsVersion` is that of the credentials which
 * the store refused: a late 401 of older ones marks nothing. Answers whether it was marked.
 */
export async function markNeedsAttention(
  sql: TenantSql,
  { storeId, credentialsVersion, detail }: { storeId: string; credentialsVersion: number; detail: string },
): Promise<boolean> {
  const { rowCount } = await sql`
    update stores
       set status = 'needs_attention',
           status_detail = ${detail}::text,
           updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid
       and id = ${storeId}::uuid
       and credentials_version = ${credentialsVersion}::int
       and status <> 'disconnected'`;
  return rowCount === 1;
}
