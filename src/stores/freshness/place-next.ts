import type { TenantSql } from '../../database/sql';
import { CADENCE_MODES, type CadenceMode } from '../../model/freshness/cadence-modes';
import { lateTime } from './late-time';
import { nextTimes } from './next-times';
import { Freshness } from './settings';

/**
 * Writes when a store is due next, of all modes or of those that are named, behind a moment: now, for whoever has just
 * looked at the store or begun a run of it. Other modes keep their times, such as one that was missed. What is wanted is
 * read here and held until it is written: somebody may have changed it since the store was read.
 *
 * When it is late goes along: whoever has seen a store, or changes what is wanted of it, places it.
 */
export async function placeNext(
  sql: TenantSql,
  { id }: { id: string },
  { after, modes = CADENCE_MODES }: { after: Date; modes?: readonly CadenceMode[] },
): Promise<void> {
  const { rows } = await sql<{ freshness: unknown; seenAt: Date }>`
    select freshness, greatest(late_from, last_success_at, last_checked_at) as "seenAt"
      from stores where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid for no key update`;
  const [row] = rows;
  if (row === undefined) return;
  const freshness = Freshness.parse(row.freshness);
  const next = nextTimes(freshness, id, after, modes);
  await sql`
    update stores
       set next_full_at = case when 'full' = any(${modes}::text[]) then ${next.full}::timestamptz else next_full_at end,
           next_incremental_at = case when 'incremental' = any(${modes}::text[])
                                      then ${next.incremental}::timestamptz else next_incremental_at end,
           next_inventory_at = case when 'inventory' = any(${modes}::text[])
                                    then ${next.inventory}::timestamptz else next_inventory_at end,
           next_prices_at = case when 'prices' = any(${modes}::text[])
                                 then ${next.prices}::timestamptz else next_prices_at end,
           late_at = ${lateTime(freshness, id, row.seenAt)}::timestamptz
     where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid`;
}
