import type { TenantSql } from '../../database/sql';
import type { NextTimes } from '../freshness/next-times';

/** Modes that are due then, which may lie off the store's grid. One that was placed anew meanwhile stays where it is. */
export async function putOff(sql: TenantSql, storeId: string, until: Partial<NextTimes>): Promise<void> {
  const modes = Object.keys(until);
  await sql`
    update stores
       set next_full_at = case when 'full' = any(${modes}::text[]) and next_full_at <= now()
                               then ${until.full ?? null}::timestamptz else next_full_at end,
           next_incremental_at = case when 'incremental' = any(${modes}::text[]) and next_incremental_at <= now()
                                      then ${until.incremental ?? null}::timestamptz else next_incremental_at end,
           next_inventory_at = case when 'inventory' = any(${modes}::text[]) and next_inventory_at <= now()
                                    then ${until.inventory ?? null}::timestamptz else next_inventory_at end,
           next_prices_at = case when 'prices' = any(${modes}::text[]) and next_prices_at <= now()
                                 then ${until.prices ?? null}::timestamptz else next_prices_at end
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}
