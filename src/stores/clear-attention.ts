import type { TenantSql } from '../database/sql';

/** A store that answered a whole run needs no attention any more, whatever it was marked for. */
export async function clearAttention(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update stores set status = 'active', status_detail = null
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and status = 'needs_attention'`;
}
