import type { Sql } from '../../database/sql';
import type { Platform } from '../../model/platform';
import type { StoreStatus } from '../../model/store-status';
import { FIRST, isTheirs, NAMED_STORE, type NamedStore, type OfWhom, sumOf } from './of-whom';

export interface StoresNow {
  stores: {
    total: number;
    by_status: Partial<Record<StoreStatus, number>>;
    /** Those that are connected. */
    by_platform: Partial<Record<Platform, number>>;
  };
  late: {
    count: number;
    items: (NamedStore & { late_at: Date; last_checked_at: Date | null; last_success_at: Date | null })[];
  };
  /** Of connected stores. */
  set_aside: { products: number; stores: number; items: (NamedStore & { products: number })[] };
  /** Of connected stores. */
  products: number;
}

interface CountedStores {
  platform: Platform;
  status: StoreStatus;
  stores: number;
  late: number;
  with_set_aside: number;
  set_aside: number;
  products: number;
}

/** How the stores stand, counted in one pass over their rows; the first ones by indexes. */
export async function storesNow(sql: Sql, of: OfWhom): Promise<StoresNow> {
  const [{ rows }, late, setAside] = await Promise.all([
    countStores(sql, of),
    listLate(sql, of),
    listSetAside(sql, of),
  ]);
  const connected = rows.filter(({ status }) => status !== 'disconnected');
  const by = <Key extends string>(keyOf: (row: CountedStores) => Key, of: readonly CountedStores[]) => {
    const counts: Partial<Record<Key, number>> = {};
    for (const row of of) counts[keyOf(row)] = (counts[keyOf(row)] ?? 0) + row.stores;
    return counts;
  };
  return {
    stores: {
      total: sumOf(rows, (row) => row.stores),
      by_status: by((row) => row.status, rows),
      by_platform: by((row) => row.platform, connected),
    },
    late: { count: sumOf(rows, (row) => row.late), items: late.rows },
    set_aside: {
      products: sumOf(connected, (row) => row.set_aside),
      stores: sumOf(connected, (row) => row.with_set_aside),
      items: setAside.rows,
    },
    products: sumOf(connected, (row) => row.products),
  };
}

const countStores = (sql: Sql, of: OfWhom) => sql<CountedStores>`
  select platform, case when paused_at is not null and status <> 'disconnected' then 'paused' else status end as status,
         count(*) as stores, count(*) filter (where ${of.isLate}) as late,
         count(*) filter (where set_aside_count > 0) as with_set_aside, sum(set_aside_count) as set_aside,
         sum(product_count) as products
    from stores
   where ${isTheirs(of)}
   group by 1, 2`;

const listLate = (sql: Sql, of: OfWhom) => sql<StoresNow['late']['items'][number]>`
  select ${NAMED_STORE}, s.late_at, s.last_checked_at, s.last_success_at
    from stores s
    join (select id from stores where ${isTheirs(of)} and ${of.isLate} order by late_at, id limit ${FIRST}::int) late using (id)
   order by s.late_at, s.id`;

const listSetAside = (sql: Sql, of: OfWhom) => sql<StoresNow['set_aside']['items'][number]>`
  select ${NAMED_STORE}, s.set_aside_count as products
    from stores s
   where ${isTheirs(of)} and set_aside_count > 0 and status <> 'disconnected'
   order by set_aside_count desc, id desc
   limit ${FIRST}::int`;
