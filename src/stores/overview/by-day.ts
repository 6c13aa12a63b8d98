import { onlyRow, type Sql, sqlPart } from '../../database/sql';
import { FIRST, isTheirs, NAMED_STORE, type NamedStore, type OfWhom } from './of-whom';

const IS_CONNECTED = sqlPart`exists (
  select from stores c where c.tenant_id = store_days.tenant_id and c.id = store_days.store_id and c.status <> 'disconnected')`;

/** Of yesterday and today (UTC), a connected store by its worse day. */
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
               where day >= (now() at time zone 'UTC')::date - 1 and median_ms is not null and ${isTheirs(of)} and ${IS_CONNECTED}
               group by tenant_id, store_id
               order by median_ms desc, store_id
               limit ${FIRST}::int) d
        join stores s on s.tenant_id = d.tenant_id and s.id = d.store_id
       order by d.median_ms desc, d.store_id`,
    sql<BusiestStores['most_throttled'][number]>`
      select ${NAMED_STORE}, d.throttled_ms
        from (select tenant_id, store_id, sum(throttled_ms)::int8 as throttled_ms
                from store_days
               where day >= (now() at time zone 'UTC')::date - 1 and throttled_ms > 0 and ${isTheirs(of)} and ${IS_CONNECTED}
               group by tenant_id, store_id
               order by throttled_ms desc, store_id
               limit ${FIRST}::int) d
        join stores s on s.tenant_id = d.tenant_id and s.id = d.store_id
       order by d.throttled_ms desc, d.store_id`,
  ]);
  return { slowest: slowest.rows, most_throttled: throttled.rows };
}

/**
 * How many more products there are than at the end of a day, so many days ago: of the stores whose number of then is known, and
 * of those connected since. null: nobody noted any.
 */
export async function changeSince(sql: Sql, of: OfWhom, days: number): Promise<number | null> {
  const { rows } = await sql<{ change: number | null }>`
    select case when count(d.products) > 0
                then sum(case when s.status = 'disconnected' then 0 else s.product_count end - coalesce(d.products, 0))::int8
           end as change
      from (select tenant_id, id, status, product_count, created_at from stores where ${isTheirs(of)}) s
     cross join (select (now() at time zone 'UTC')::date - ${days}::int as day) then_
      left join store_days d on d.tenant_id = s.tenant_id and d.store_id = s.id and d.day = then_.day
     where d.products is not null or s.created_at >= (then_.day + 1) at time zone 'UTC'`;
  return onlyRow(rows).change;
}
