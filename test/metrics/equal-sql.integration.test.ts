import { Client } from 'pg';
import { type ApiWorld, apiWorld } from '../api/api-world';
import { asSuperuser } from '../support/test-database';
import { makeUpRows } from './made-up-rows';
import { seriesNamed } from './metrics-text';

/** Far less than they waited, and more than a busy machine needs between two questions. */
const HOUR = 3_600;

let world: ApiWorld;
let text: string;
beforeAll(async () => {
  world = await apiWorld();
  await makeUpRows(world.databaseUrl, { tenants: 3, storesOfTenant: 40, runsOfStore: 12 });
  text = await (await fetch(`${world.url}/metrics`)).text();
});
afterAll(() => world.close());

/** As somebody asks who sees all rows. `series` is the metric's name with its labels, by their names. */
async function asked(query: string): Promise<[string, number][]> {
  const client = new Client({ connectionString: asSuperuser(world.databaseUrl) });
  await client.connect();
  try {
    const { rows } = await client.query<{ series: string; value: string }>(query);
    return rows.map(({ series, value }): [string, number] => [series, Number(value)]).sort();
  } finally {
    await client.end();
  }
}

const ENDED = (name: string, within: string) => `
  select format('${name}{error_type="%s",mode="%s",outcome="%s",platform="%s"}', error_type, mode, status, platform) as series,
         sum(case when now() - finished_at < interval '${within}' then 1 else 0 end) as value
    from sync_runs where dry_run = false and status in ('completed', 'completed_with_errors', 'failed', 'cancelled')
     and now() - finished_at < interval '24 hours' group by 1`;

it.each([
  ['catalog_sync_runs_last_day', 10, ENDED('catalog_sync_runs_last_day', '24 hours')],
  ['catalog_sync_runs_last_hour', 5, ENDED('catalog_sync_runs_last_hour', '1 hour')],
  [
    'catalog_sync_runs_open',
    3,
    `select format('catalog_sync_runs_open{mode="%s",platform="%s",status="%s"}', mode, platform, status) as series, count(*) as value
       from sync_runs where not dry_run and status in ('queued', 'running', 'paused', 'awaiting_approval') group by 1`,
  ],
  [
    'catalog_sync_approvals_waiting',
    2,
    `select format('catalog_sync_approvals_waiting{platform="%s"}', platform) as series,
            (select count(*) from sync_runs r
              where not dry_run and status = 'awaiting_approval' and r.platform = p.platform) as value
       from (values ('woocommerce'), ('shopify')) p (platform)`,
  ],
  [
    'catalog_sync_stores',
    8,
    `select format('catalog_sync_stores{platform="%s",status="%s"}', platform, status) as series,
            (select count(*) from stores s where s.platform = p.platform
                and case when s.status = 'disconnected' then p.status = 'disconnected'
                         when s.paused_at is not null then p.status = 'paused' else p.status = s.status end) as value
       from (values ('woocommerce'), ('shopify')) p (platform),
            (values ('active'), ('needs_attention'), ('paused'), ('disconnected')) q (status)`.replaceAll(
      'p.status',
      'q.status',
    ),
  ],
  [
    'catalog_sync_stores_in_trouble',
    6,
    `select format('catalog_sync_stores_in_trouble{platform="%s",trouble="%s"}', platform, trouble) as series, count(*) as value
       from stores, unnest(array_remove(array[case when failed_looks > 1 then 'looks_fail' end,
                                              case when short_runs > 2 then 'listing_short' end,
                                              case when held_until > now() then 'asks_for_time' end], null)) trouble
      where status = 'active' and paused_at is null group by 1`,
  ],
  [
    'catalog_sync_stores_late',
    2,
    `select format('catalog_sync_stores_late{platform="%s"}', platform) as series, count(*) as value
       from stores s join tenants t on t.id = s.tenant_id
      where t.is_active and s.status = 'active' and s.paused_at is null and s.late_at < now() group by 1`,
  ],
  [
    'catalog_sync_stores_by_last_success',
    14,
    `select format('catalog_sync_stores_by_last_success{age="%s",platform="%s"}', age, platform) as series,
            (select count(*) from stores s where s.platform = p.platform and s.status = 'active' and s.paused_at is null
                and case when s.last_success_at is null and s.last_checked_at is null then age = 'never'
                         else extract(epoch from now() - greatest(s.last_success_at, s.last_checked_at)) / 3600 >= least
                          and extract(epoch from now() - greatest(s.last_success_at, s.last_checked_at)) / 3600 < most end) as value
       from (values ('woocommerce'), ('shopify')) p (platform),
            (values ('under_1h', -1, 1), ('under_6h', 1, 6), ('under_1d', 6, 24), ('under_2d', 24, 48),
                    ('under_7d', 48, 168), ('older', 168, 1000000), ('never', null, null)) q (age, least, most)`,
  ],
  [
    'catalog_sync_products_set_aside',
    2,
    `select format('catalog_sync_products_set_aside{platform="%s"}', platform) as series, sum(set_aside_count) as value
       from stores group by 1`,
  ],
  [
    'catalog_sync_products_missing',
    4,
    `select format('catalog_sync_products_missing{platform="%s",state="%s"}', platform, state) as series,
            (select count(*) from missing_products m join sync_runs r on r.id = m.run_id
              where r.finished_at is null and not r.dry_run and r.platform = p.platform and m.state = q.state) as value
       from (values ('woocommerce'), ('shopify')) p (platform), (values ('suspect'), ('confirmed')) q (state)`,
  ],
  [
    'catalog_sync_hints_pending',
    1,
    `select 'catalog_sync_hints_pending' as series, count(*) as value from webhook_events where state = 'pending'`,
  ],
  [
    'catalog_sync_store_webhooks',
    6,
    `select format('catalog_sync_store_webhooks{platform="%s",state="%s"}', s.platform, w.state) as series, count(*) as value
       from stores s join store_webhooks w on w.store_id = s.id where s.status <> 'disconnected' group by 1`,
  ],
])('tells of %s what SQL says', async (name, least, query) => {
  const told = seriesNamed(text, name);

  expect(told).toEqual(await asked(query));
  expect(told.length).toBeGreaterThanOrEqual(least);
  expect(Math.max(...told.map(([, value]) => value))).toBeGreaterThan(0);
});

it('tells how long the oldest open run and the oldest hint wait', async () => {
  const [[, since = 0] = []] = await asked(`
    select 'since', extract(epoch from now() - min(hints_since)) as value
      from store_webhooks w join stores s on s.id = w.store_id where s.status = 'active' and s.paused_at is null`);
  const [[, running = 0] = []] = await asked(`
    select 'running', extract(epoch from now() - min(queued_at)) as value
      from sync_runs where not dry_run and status = 'running'`);
  const age = (series: string) => new Map(seriesNamed(text, series.split('{')[0] ?? '')).get(series) ?? 0;

  expect(since - age('catalog_sync_hints_oldest_age_seconds')).toBeLessThan(HOUR);
  expect(running - age('catalog_sync_runs_open_oldest_age_seconds{status="running"}')).toBeLessThan(HOUR);
  expect(Math.min(since, running)).toBeGreaterThan(HOUR);
});
