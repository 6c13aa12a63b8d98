import type { TenantSql } from '../../database/sql';

/**
 * Makes the store due for an incremental look, where it has such a cadence: news of it may have been lost. At once, or where
 * that may come often, so long after it was last asked.
 */
export async function bringIncrementalForward(
  sql: TenantSql,
  storeId: string,
  { minutesApart = 0 }: { minutesApart?: number } = {},
): Promise<void> {
  await sql`
    update stores
       set next_incremental_at = least(next_incremental_at, greatest(
             now(), case when ${minutesApart}::int > 0 then last_checked_at + make_interval(mins => ${minutesApart}::int) end))
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and next_incremental_at is not null`;
}
