import type { TenantSql } from '../../database/sql';

/** A full run that was missed while nobody looked at stores is due then, off the store's grid, to which the next one returns. */
export async function putOffFull(sql: TenantSql, storeId: string, until: Date): Promise<void> {
  await sql`
    update stores set next_full_at = ${until}::timestamptz
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}
