import type { TenantSql } from '../../database/sql';

/** Whether runs of the store may begin by themselves: it is there, connected, and nobody paused it. */
export async function isRunnable(sql: TenantSql, storeId: string): Promise<boolean> {
  const { rows } = await sql`
    select from stores
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid
       and paused_at is null and status <> 'disconnected'`;
  return rows.length > 0;
}
