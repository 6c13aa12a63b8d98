import type { TenantSql } from '../../database/sql';
import { CADENCE_MODES, type CadenceMode } from '../../model/freshness/cadence-modes';
import type { Store } from '../store';
import { nextTimes } from './next-times';

/**
 * Writes when a store is due next, of all modes or of those that are named, behind a moment: now, for whoever has just
 * looked at the store or begun a run of it. Other modes keep their times, such as one that was missed.
 */
export async function placeNext(
  sql: TenantSql,
  { id, freshness }: Pick<Store, 'id' | 'freshness'>,
  { after, modes = CADENCE_MODES }: { after: Date; modes?: readonly CadenceMode[] },
): Promise<void> {
  const next = nextTimes(freshness, id, after, modes);
  await sql`
    update stores
       set next_full_at = case when 'full' = any(${modes}::text[]) then ${next.full}::timestamptz else next_full_at end,
           next_incremental_at = case when 'incremental' = any(${modes}::text[])
                                      then ${next.incremental}::timestamptz else next_incremental_at end,
           next_inventory_at = case when 'inventory' = any(${modes}::text[])
                                    then ${next.inventory}::timestamptz else next_inventory_at end,
           next_prices_at = case when 'prices' = any(${modes}::text[])
                                 then ${next.prices}::timestamptz else next_prices_at end
     where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid`;
}
