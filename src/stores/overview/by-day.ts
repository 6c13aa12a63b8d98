import { onlyRow, type Sql } from '../../database/sql';
import { FIRST, isTheirs, NAMED_STORE, type NamedStore, type OfWhom } from './of-whom';

/** Of yesterday and today (UTC), a store by its worse day. */
export interface BusiestStores {
  slowest: (NamedStore & { median_ms: number; longest_ms: number })[];
  most_throttled: (NamedStore & { throttled_ms: number })[];
}

export async function busiestStores(sql: Sql, of: OfWhom): Promise<BusiestStores> {
  const [slowest, throttled] = await Promise.all([
    sql<BusiestStores['slowest'][number]>`
      select ${NAMED_STORE}, d.median_ms, d.longest_ms
        from (select tenant_id, store_id, max(median_ms) as median_ms, max(longest_ms) as longest_ms
                from store_days
               where day >= (now() at time zone 'UTC')::date - 1 and median_ms is not null and ${isTheirs(of)}
               group by tenant_id, store_id
               order by median_ms desc, store_id
               limit ${FIRST}::int) d
        join stores s on s.tenant_id = d.tenant_id and s.id = d.store_id
       order by d.median_ms desc, d.store_id`,
    sql<BusiestStores['most_throttled'][number]>`
      select ${NAMED_STORE}, d.throttled_ms
        from (select tenant_id, store_id, sum(throttled_ms)::int8 as throttled_ms
                from store_days
               where day >= (now() at time zone 'UTC')::date - 1 and throttled_ms > 0 and ${isTheirs(of)}
               group by tenant_id, store_id
               order by throttled_ms desc, store_id
               limit ${FIRST}::int) d
        join stores s on s.tenant_id = d.tenant_id and s.id = d.store_id
       order by d.throttled_ms desc, d.store_id`,
  ]);
  return { slowest: slowest.rows, most_throttled: throttled.rows };
}

/** How many products connected stores had at the end of a day, so many days ago; null: nobody noted any. */
export async function productsBefore(sql: Sql, of: OfWhom, days: number): Promise<number | null> {
  const { rows } = await sql<{ products: number | null }>`
    select sum(products)::int8 as products
      from store_days
     where day = (now() at time zone 'UTC')::date - ${days}::int and ${isTheirs(of)}`;
  return onlyRow(rows).products;
}
