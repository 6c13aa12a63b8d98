import { asAdmin } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import { CATALOGUE_DATABASE } from './catalogue';
import type { FilledTenant } from './fill-catalogue';
import type { Service } from './start-service';

const OTHER_TENANTS = 9;

/**
 * Stores and ended runs of 30 days, written by SQL: half of them of the tenant that reads, the others of nine more. One store in
 * twenty needs attention, one in fifty is late, one run in fifty failed. Answers the tenant that reads.
 */
export async function fillRuns(
  servers: Servers,
  service: Service,
  { stores, runs }: { stores: number; runs: number },
): Promise<FilledTenant> {
  const admin = (statement: string, ...values: unknown[]) => asAdmin(servers, CATALOGUE_DATABASE, statement, values);
  const reader = await service.newTenant('Lists');
  await admin(STORES, reader.id, stores / 2);
  for (let other = 0; other < OTHER_TENANTS; other += 1) {
    const { id } = await service.newTenant(`Listed ${other}`);
    await admin(STORES, id, Math.floor(stores / 2 / OTHER_TENANTS));
  }
  await admin(RUNS, Math.ceil(runs / stores));
  await admin(DAYS);
  await admin('vacuum analyze');
  return reader;
}

const STORES = `
  insert into stores (tenant_id, platform, name, address, identity, currency, product_count, status, set_aside_count, last_checked_at,
                      last_success_at, late_at, next_incremental_at, created_at)
  select $1::uuid, (array['woocommerce', 'shopify'])[1 + n % 2], 'Listed shop ' || md5(n::text), 'listed-' || n || '.example', 'shop', 'EUR',
         n % 5000, case when n % 20 = 0 then 'needs_attention' else 'active' end, case when n % 30 = 0 then n % 40 else 0 end, now(),
         now() - random() * interval '1 day', now() + interval '1 hour' * (case when n % 50 = 1 then -1 else 1 end), null,
         now() - random() * interval '300 days'
    from generate_series(1, $2::int) n`;

const RUNS = `
  insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, queued_at, started_at, finished_at,
                         requests, throttled_ms, error_type, error_message, problems, counts)
  select tenant_id, gen_random_uuid(), id, 'sync', platform, case when n % 10 = 0 then 'full' else 'incremental' end, 'schedule',
         case when n % 50 = 3 then 'failed' else 'completed' end, 'closing', at, at,
         at + (case when n % 20 = 0 then 600 else 5 end) * random() * interval '1 second', 20, n % 7,
         case when n % 50 = 3 then 'store_unreachable' end,
         case when n % 50 = 3 then 'The store at https://' || address || ' did not answer within 30 s.' end, '[]',
         '{"products": {"seen": 10, "created": 1, "updated": 2, "unchanged": 7, "reactivated": 0, "deactivated": 0, "rejected": 0, "missing": 0},
           "variants": {"seen": 0, "created": 0, "updated": 0, "unchanged": 0, "removed": 0}, "pages": {"fetched": 1, "merged": 1},
           "requests": 20, "throttled_ms": 0}'
    from stores, generate_series(1, $1::int) n, lateral (select now() - random() * interval '30 days' - interval '15 minutes' as at) at
   where address like 'listed-%'
   order by at`;

const DAYS = `
  insert into store_days (tenant_id, store_id, day, completed, failed, median_ms, longest_ms, products, changes, requests, throttled_ms)
  select tenant_id, id, (now() at time zone 'UTC')::date - ago, 3, 0, random() * 60000, 600000, product_count, 10, 60, (random() * 1000)::int
    from stores, generate_series(0, 31) ago
   where address like 'listed-%'`;
