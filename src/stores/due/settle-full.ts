import type { TenantSql } from '../../database/sql';

/** A full run has begun since it was wanted. Why it was stays for people to read until the next one is. */
export async function settleFullWanted(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update stores set full_wanted_at = null
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}

/** A full run that was missed while nobody looked at stores is due then, off the store's grid, to which the next one returns. */
export async function putOffFull(sql: TenantSql, storeId: string, until: Date): Promise<void> {
  await sql`
    update stores set next_full_at = ${until}::timestamptz
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}
