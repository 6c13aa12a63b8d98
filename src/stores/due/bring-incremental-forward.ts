import type { TenantSql } from '../../database/sql';

/** Makes the store due for an incremental look at once, where it has such a cadence: news of it may have been lost. */
export async function bringIncrementalForward(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update stores set next_incremental_at = least(next_incremental_at, now())
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and next_incremental_at is not null`;
}
