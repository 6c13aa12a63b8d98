import { Client } from 'pg';
import { asSuperuser } from '../support/test-database';

interface HowMany {
  tenants: number;
  storesOfTenant: number;
  runsOfStore: number;
  /** Absent: half of a month's runs ended within a day. */
  isEven?: boolean;
}

/** An age that no boundary of what is counted lies near: it stays on its side while a test takes its time. */
const AN_AGE = `(array['1 min', '10 min', '30 min', '2 h', '5 h', '8 h', '20 h', '30 h', '3 d', '6 d', '20 d'])[1 + floor(random() * 11)::int]::interval`;

/**
 * Rows of every kind that `/metrics` counts, at random and the same at each call: stores in all states, runs of a month with
 * all outcomes, open ones, missing products, hints and webhooks.
 */
export async function makeUpRows(
  databaseUrl: string,
  { tenants, storesOfTenant, runsOfStore, isEven = false }: HowMany,
): Promise<void> {
  const client = new Client({ connectionString: asSuperuser(databaseUrl) });
  await client.connect();
  try {
    await client.query(`
      select setseed(0.5);
      insert into tenants (name, slug, is_active) select 'Tenant ' || n, 'made-up-' || n, n <> 2 from generate_series(1, ${tenants}) n;
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count, created_at, status, paused_at,
                          set_aside_count, failed_looks, short_runs, held_until, last_success_at, last_checked_at, late_at)
      select id, (array['woocommerce', 'shopify'])[1 + n % 2], 'Shop', 'shop-' || n, 'shop', 'EUR', 1,
             now() - random() * interval '300 days',
             case when random() < 0.8 then 'active' when random() < 0.6 then 'needs_attention' else 'disconnected' end,
             case when random() < 0.1 then now() end, floor(random() * 4)::int, floor(random() * 4)::int,
             floor(random() * 5)::int, case when random() < 0.1 then now() + interval '1 hour' end,
             case when random() < 0.8 then now() - ${AN_AGE} end,
             case when random() < 0.8 then now() - ${AN_AGE} end,
             now() + sign(random() - 0.5) * interval '1 day'
        from tenants, generate_series(1, ${storesOfTenant}) n where slug like 'made-up-%';
      insert into store_webhooks (tenant_id, store_id, state, hints_since)
      select tenant_id, id, (array['registered', 'by_hand', 'refused'])[1 + floor(random() * 3)::int],
             case when random() < 0.2 then now() - random() * interval '10 days' end
        from stores;
      insert into webhook_events (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key, state)
      select tenant_id, id, 'products/update', '{1}', 'product', 'changed', 'key ' || n,
             case when random() < 0.05 then 'pending' else 'refreshed' end
        from stores, generate_series(1, 20) n;
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, dry_run,
                             queued_at, finished_at, error_type)
      select tenant_id, gen_random_uuid(), id, 'sync', platform, mode, 'schedule', status, 'closing', random() < 0.05,
             at - interval '1 minute', case when is_open then null else at end,
             case when status = 'failed' then (array['store_unreachable', 'store_throttled'])[1 + floor(random() * 2)::int] end
        from (select *, (array['full', 'incremental', 'inventory', 'prices', 'refresh'])[1 + floor(random() * 5)::int] as mode,
                     case when is_open then (array['queued', 'running', 'paused', 'awaiting_approval'])[1 + floor(random() * 4)::int]
                          else (array['completed', 'completed', 'completed_with_errors', 'failed', 'cancelled'])[1 + floor(random() * 5)::int] end as status
                from (select tenant_id, id, platform, now() - ${isEven ? `random() * interval '30 days'` : AN_AGE} as at, n = 1 and random() < 0.3 as is_open
                        from stores, generate_series(1, ${runsOfStore}) n) moments) runs;
      insert into missing_products (tenant_id, run_id, external_id, product_id, state)
      select tenant_id, id, n::text, gen_random_uuid(),
             (array['suspect', 'alive', 'confirmed', 'deactivated'])[1 + floor(random() * 4)::int]
        from sync_runs, generate_series(1, 40) n where mode = 'full' and (finished_at is null or random() < 0.1)`);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}
