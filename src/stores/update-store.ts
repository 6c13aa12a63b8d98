import type { TenantSql } from '../database/sql';

/** A store that answered a whole run needs no attention any more, whatever it was marked for. */
export async function clearAttention(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update stores set status = 'active', status_detail = null
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and status = 'needs_attention'`;
}

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

/** A store's currency can be changed by its owner at any time; every run reads it anew. */
export async function noteCurrency(sql: TenantSql, storeId: string, currency: string): Promise<void> {
  await sql`
    update stores set currency = ${currency}::text, updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and currency <> ${currency}::text`;
}

/** The same store under another name for itself, or one that a person accepted. */
export async function rememberIdentity(sql: TenantSql, storeId: string, identity: string): Promise<void> {
  await sql`
    update stores set identity = ${identity}::text, updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}
