import { PLATFORMS, type Platform } from '../../model/platform';
import { IS_LATE_OF_ALL } from '../../stores/freshness/late';
import { type DatabaseGauge, type Reading, sample } from '../reading';

const late: DatabaseGauge = {
  name: 'catalog_sync_stores_late',
  help: 'Active stores, of active tenants, that nobody has seen for two intervals of their cadence, quiet hours not counted',
  labels: ['platform'],
};

/** By `stores_late`, which is for this. */
export const storesLate: Reading = {
  gauges: [late],
  async read(sql) {
    const { rows } = await sql<{ platform: Platform; late: number }>`
      select platform, count(*)::int as late from stores where ${IS_LATE_OF_ALL} group by platform`;
    return PLATFORMS.map((platform) =>
      sample(late, rows.find((row) => row.platform === platform)?.late ?? 0, { platform }),
    );
  },
};
