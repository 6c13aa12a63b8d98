import { PLATFORMS, type Platform } from '../../model/platform';
import { type DatabaseGauge, type Reading, sample } from '../reading';

const missing: DatabaseGauge = {
  name: 'catalog_sync_products_missing',
  help: 'Products that no page of a run carried that is not over: suspect (the store is still to be asked), confirmed (the store said that it is gone; it waits to be switched off, or for an approval)',
  labels: ['platform', 'state'],
};

const STATES = ['suspect', 'confirmed'] as const;

/** By the open runs, which are few, and the rows of each. */
export const missingNow: Reading = {
  gauges: [missing],
  async read(sql) {
    const { rows } = await sql<{ platform: Platform; state: string; products: number }>`
      select r.platform, m.state, count(*)::int as products
        from sync_runs r
        join missing_products m on m.tenant_id = r.tenant_id and m.run_id = r.id
       where r.finished_at is null and not r.dry_run and m.state = any(${STATES}::text[])
       group by r.platform, m.state`;
    return PLATFORMS.flatMap((platform) =>
      STATES.map((state) => {
        const row = rows.find((each) => each.platform === platform && each.state === state);
        return sample(missing, row?.products ?? 0, { platform, state });
      }),
    );
  },
};
