import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/**
 * Counts the store's open rows anew and keeps the number with the store. Asked after everything that opens or closes
 * one, in its transaction and under the store's lock: two that counted side by side would each miss the other's rows.
 */
export async function countSetAside(sql: TenantSql, run: RunReference): Promise<void> {
  await sql`
    with counted as materialized (
      select count(*)::int as open from rejected_products
       where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and closed_at is null
    )
    update stores set set_aside_count = counted.open
      from counted
     where tenant_id = ${run.tenantId}::uuid and id = ${run.storeId}::uuid and set_aside_count <> counted.open`;
}
