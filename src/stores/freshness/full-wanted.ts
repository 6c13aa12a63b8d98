import type { TenantSql } from '../../database/sql';

/**
 * Makes the store's full run due at once, whatever its cadence, that cadence's pause or its quiet hours; the run of a
 * paused store waits until it is resumed. What was wanted before and has not begun keeps its time. `why`: for people.
 */
export async function bringFullForward(sql: TenantSql, storeId: string, why: string): Promise<void> {
  await sql`
    update stores
       set full_wanted_at = coalesce(full_wanted_at, now()), full_wanted_why = ${why}::text
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}
