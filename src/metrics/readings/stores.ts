import { PLATFORMS, type Platform } from '../../model/platform';
import { STORE_STATUSES, type StoreStatus } from '../../model/store-status';
import { type DatabaseGauge, type Reading, sample } from '../reading';

const stores: DatabaseGauge = {
  name: 'catalog_sync_stores',
  help: 'Connected stores by their status, disconnected ones too',
  labels: ['platform', 'status'],
};

const troubled: DatabaseGauge = {
  name: 'catalog_sync_stores_in_trouble',
  help: 'Active stores with a trouble: looks_fail (two looks or more in a row), listing_short (three full runs or more in a row), asks_for_time (it throttles now)',
  labels: ['platform', 'trouble'],
};

const seen: DatabaseGauge = {
  name: 'catalog_sync_stores_by_last_success',
  help: 'Active stores by how long ago they were last asked for news, or read by a run that succeeded; each stands in one',
  labels: ['platform', 'age'],
};

const setAside: DatabaseGauge = {
  name: 'catalog_sync_products_set_aside',
  help: 'Products that could not be read or stored, as they stand now',
  labels: ['platform'],
};

const TROUBLES = ['looks_fail', 'listing_short', 'asks_for_time'] as const;

const AGES = ['under_1h', 'under_6h', 'under_1d', 'under_2d', 'under_7d', 'older', 'never'] as const;

interface StoresRow extends Record<(typeof TROUBLES)[number] | (typeof AGES)[number], number> {
  platform: Platform;
  status: StoreStatus;
  stores: number;
  set_aside: number;
}

/** All stores are read: an index that holds what is asked for would have to change with each look at one. */
export const storesNow: Reading = {
  gauges: [stores, troubled, seen, setAside],
  async read(sql) {
    const { rows } = await sql<StoresRow>`
      select platform, case when paused_at is not null and status <> 'disconnected' then 'paused' else status end as status,
             count(*)::int as stores, sum(set_aside_count)::int8 as set_aside,
             count(*) filter (where failed_looks >= 2)::int as looks_fail,
             count(*) filter (where short_runs >= 3)::int as listing_short,
             count(*) filter (where held_until > now())::int as asks_for_time,
             count(*) filter (where seen_ago < interval '1 hour')::int as under_1h,
             count(*) filter (where seen_ago >= interval '1 hour' and seen_ago < interval '6 hours')::int as under_6h,
             count(*) filter (where seen_ago >= interval '6 hours' and seen_ago < interval '1 day')::int as under_1d,
             count(*) filter (where seen_ago >= interval '1 day' and seen_ago < interval '2 days')::int as under_2d,
             count(*) filter (where seen_ago >= interval '2 days' and seen_ago < interval '7 days')::int as under_7d,
             count(*) filter (where seen_ago >= interval '7 days')::int as older,
             count(*) filter (where seen_ago is null)::int as never
        from stores cross join lateral (select now() - greatest(last_success_at, last_checked_at) as seen_ago) seen
       group by 1, 2`;
    return PLATFORMS.flatMap((platform) => {
      const ofPlatform = rows.filter((row) => row.platform === platform);
      const active = ofPlatform.find(({ status }) => status === 'active');
      return [
        ...STORE_STATUSES.map((status) => {
          const count = ofPlatform.find((row) => row.status === status)?.stores ?? 0;
          return sample(stores, count, { platform, status });
        }),
        ...TROUBLES.map((trouble) => sample(troubled, active?.[trouble] ?? 0, { platform, trouble })),
        ...AGES.map((age) => sample(seen, active?.[age] ?? 0, { platform, age })),
        sample(
          setAside,
          ofPlatform.reduce((sum, row) => sum + row.set_aside, 0),
          { platform },
        ),
      ];
    });
  },
};
