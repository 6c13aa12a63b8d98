import { connectDatabase } from '../../src/database/database';
import type { TenantSql } from '../../src/database/sql';
import { expireAll } from '../../src/maintenance/expire-all';
import { expireRows } from '../../src/maintenance/expire-rows';
import { type ExpiringTable, RETENTION_DAYS, type RetentionDays } from '../../src/model/retention';
import type { HintState } from '../../src/model/webhooks/hints';
import { insertRun } from '../api/rows';
import { explain } from '../database/explain';
import { type TenantWithStore, type TwoTenants, twoTenants } from '../database/two-tenants';
import { asOwner, queryAs } from '../support/test-database';
import { untilLocked } from '../support/until-locked';

let world: TwoTenants;
beforeEach(async () => {
  world = await twoTenants();
});
afterEach(() => world.close());

const TABLES = Object.keys(RETENTION_DAYS) as ExpiringTable[];

const expire = (days: RetentionDays = RETENTION_DAYS) => expireAll(world.database, days, () => undefined);

/** A run that ended so many days ago; null: it is under way for a year. */
async function runThatEnded(of: TenantWithStore, days: number | null): Promise<string> {
  const id = await insertRun(world.database, of, days === null ? { status: 'running', phase: 'reading' } : {});
  await world.database.withTenant(
    of.tenantId,
    (sql) => sql`
      update sync_runs set queued_at = now() - interval '1 year', finished_at = now() - make_interval(days => ${days}::int)
       where id = ${id}::uuid`,
  );
  return id;
}

/** One row of each kind, of a run, that is so many days old. */
const INSERTIONS: Record<
  ExpiringTable,
  (sql: TenantSql, row: { storeId: string; run: string; days: number; lean?: 'prices'; state?: HintState }) => unknown
> = {
  staged_pages: (sql, { storeId, run, days }) => sql`
      insert into staged_pages (tenant_id, batch_id, page, store_id, run_id, observation, external_ids, details_hashes,
                                prices_hashes, stock_hashes, actives, variants_seen, docs, categories, rejected,
                                requests, throttled_ms, staged_at)
      values (${sql.tenantId}::uuid, gen_random_uuid(), 0, ${storeId}::uuid, ${run}::uuid, 1, '{}', '{}', '{}', '{}',
              '{}', 0, '[]', '[]', '[]', 1, 0, now() - make_interval(days => ${days}::int))`,
  bulk_lines: (sql, { run }) => sql`
      insert into bulk_lines (tenant_id, run_id, line, ends_at, gid, doc)
      values (${sql.tenantId}::uuid, ${run}::uuid, 0, 2, 'gid://shopify/Product/1', '{}')`,
  run_differences: (sql, { run }) => sql`
      insert into run_differences (tenant_id, run_id, external_id, kind, fields)
      values (${sql.tenantId}::uuid, ${run}::uuid, '1', 'created', '[]')`,
  sync_pages: (sql, { storeId, run, lean = null }) => sql`
      insert into sync_pages (tenant_id, run_id, batch_id, page, store_id, observation, external_ids, rejected_ids,
                              created, updated, unchanged, reactivated, deactivated, rejected, variants_seen,
                              variants_created, variants_updated, variants_removed, requests, throttled_ms, lean)
      values (${sql.tenantId}::uuid, ${run}::uuid, gen_random_uuid(), 0, ${storeId}::uuid, 1, '{1}', '{}', 1, 0, 0, 0, 0,
              0, 1, 0, 0, 0, 1, 0, ${lean}::text)`,
  missing_products: (sql, { run }) => sql`
      insert into missing_products (tenant_id, run_id, external_id, product_id, state)
      values (${sql.tenantId}::uuid, ${run}::uuid, '1', gen_random_uuid(), 'deactivated')`,
  rejected_products: (sql, { storeId, run, days }) => sql`
      insert into rejected_products (tenant_id, store_id, external_id, run_id, reason, path, message, payload,
                                     observation, closed_at)
      values (${sql.tenantId}::uuid, ${storeId}::uuid, gen_random_uuid()::text, ${run}::uuid, 'unreadable', 'price',
              'no decimal', '{}', 1, now() - make_interval(days => ${days}::int))`,
  webhook_logs: (sql, { run, days }) => sql`
      insert into webhook_logs (tenant_id, at, provider, event, status, payload, processing_ms, run_id)
      values (${sql.tenantId}::uuid, now() - make_interval(days => ${days}::int), 'woocommerce', 'product_sync',
              'success', '{}', 1, ${run}::uuid)`,
  idempotency_keys: (sql, { days }) => sql`
      insert into idempotency_keys (id, tenant_id, caller, route, key, attempt, sealed, taken_at)
      values (gen_random_uuid(), ${sql.tenantId}::uuid, gen_random_uuid()::text, 'createStore', 'key', gen_random_uuid(),
              'sealed', now() - make_interval(days => ${days}::int))`,
  webhook_events: (sql, { storeId, days, state = 'refreshed' }) => sql`
      insert into webhook_events (tenant_id, store_id, deduplication_key, topic, external_ids, subject, news, state, received_at)
      values (${sql.tenantId}::uuid, ${storeId}::uuid, gen_random_uuid()::text, 'product.updated', '{1}', 'product',
              'changed', ${state}::text, now() - make_interval(days => ${days}::int))`,
  alerts: (sql, { storeId, days }) => sql`
      insert into alerts (tenant_id, kind, store_id, solved_at)
      values (${sql.tenantId}::uuid, 'run_failed', ${storeId}::uuid, now() - make_interval(days => ${days}::int))`,
  store_days: (sql, { storeId, days }) => sql`
      insert into store_days (tenant_id, store_id, day)
      values (${sql.tenantId}::uuid, ${storeId}::uuid, (now() at time zone 'UTC')::date - ${days}::int)`,
  alert_deliveries: (sql, { days }) => sql`
      insert into alert_deliveries (tenant_id, channel_id, type, state, finished_at)
      values (${sql.tenantId}::uuid, gen_random_uuid(), 'test', 'delivered', now() - make_interval(days => ${days}::int))`,
  event_deliveries: (sql, { storeId, days }) => sql`
      with endpoint as (
        insert into event_endpoints (tenant_id, url, events, sealed_secret)
        values (${sql.tenantId}::uuid, 'https://receiver.example', '{}', '\\x00') returning id
      ),
      event as (
        insert into events (tenant_id, type, store_id, data)
        values (${sql.tenantId}::uuid, 'sync.failed', ${storeId}::uuid, '{}') returning id
      )
      insert into event_deliveries (tenant_id, endpoint_id, event_id, created_at)
      select ${sql.tenantId}::uuid, endpoint.id, event.id, now() - make_interval(days => ${days}::int) from endpoint, event`,
  events: (sql, { storeId, days }) => sql`
      insert into events (tenant_id, type, store_id, data, at)
      values (${sql.tenantId}::uuid, 'sync.failed', ${storeId}::uuid, '{}', now() - make_interval(days => ${days}::int))`,
  product_changes: (sql, { storeId, run, days }) => sql`
      insert into product_changes (tenant_id, seq, at, store_id, product_id, kind, run_id)
      values (${sql.tenantId}::uuid, (select count(*) + 1 from product_changes), now() - make_interval(days => ${days}::int),
              ${storeId}::uuid, gen_random_uuid(), 'updated', ${run}::uuid)`,
  sync_runs: (sql, { run }) => sql`update sync_runs set mode = 'refresh' where id = ${run}::uuid`,
};

async function insert(of: TenantWithStore, table: ExpiringTable, days: number): Promise<void> {
  const run = await runThatEnded(of, days);
  await world.database.withTenant(of.tenantId, async (sql) => {
    await INSERTIONS[table](sql, { storeId: of.storeId, run, days });
  });
}

/** Rows of every expiring table, where there are any; of runs the refreshes. */
async function kept(of: TenantWithStore): Promise<Record<string, number>> {
  return world.database.withTenant(of.tenantId, async (sql) => {
    const { rows } = await sql<{ name: string; rows: number }>`
      select name, (xpath('//c/text()', query_to_xml(
               'select count(*) c from ' || name || case name when 'sync_runs' then $$ where mode = 'refresh'$$ else '' end,
               false, true, '')))[1]::text::int as rows
        from unnest(${TABLES}::text[]) name`;
    return Object.fromEntries(rows.filter((row) => row.rows > 0).map((row) => [row.name, row.rows]));
  });
}

it.each(TABLES)('takes %s whose time is over, of every tenant, and keeps younger ones', async (table) => {
  for (const tenant of [world.acme, world.other]) {
    await insert(tenant, table, RETENTION_DAYS[table] + 1);
    await insert(tenant, table, RETENTION_DAYS[table] - 1);
  }

  expect(await expire()).toEqual({ [table]: 2 });

  for (const tenant of [world.acme, world.other]) expect(await kept(tenant)).toMatchObject({ [table]: 1 });
  expect(await expire()).toEqual({});
});

it('takes the pages of a closed lean run after two days, and not what it read whole', async () => {
  for (const finished of [3, 1, null]) {
    const run = await runThatEnded(world.acme, finished);
    await world.database.withTenant(world.acme.tenantId, async (sql) => {
      const row = { storeId: world.acme.storeId, run, days: 3 };
      await INSERTIONS.sync_pages(sql, { ...row, lean: 'prices' });
      await INSERTIONS.sync_pages(sql, row);
    });
  }

  expect(await expire()).toEqual({ sync_pages: 1 });

  expect(await kept(world.acme)).toEqual({ sync_pages: 5 });
  expect(await expire({ ...RETENTION_DAYS, sync_pages: 0 })).toEqual({ sync_pages: 3 });
});

it('takes the pages of a closed refresh after two days, and its row when nothing hangs on it any more', async () => {
  for (const finished of [100, 3, 1]) {
    const run = await runThatEnded(world.acme, finished);
    await world.database.withTenant(world.acme.tenantId, async (sql) => {
      const row = { storeId: world.acme.storeId, run, days: finished };
      await INSERTIONS.sync_runs(sql, row);
      await INSERTIONS.sync_pages(sql, row);
      await INSERTIONS.missing_products(sql, row);
    });
  }

  // Somebody keeps for longer what hangs on it.
  expect(await expire({ ...RETENTION_DAYS, missing_products: 365 })).toEqual({ sync_pages: 2 });
  expect(await kept(world.acme)).toEqual({ sync_pages: 1, missing_products: 3, sync_runs: 3 });
  expect(await expire()).toEqual({ missing_products: 1, sync_runs: 1 });
  expect(await kept(world.acme)).toEqual({ sync_pages: 1, missing_products: 2, sync_runs: 2 });
});

it('finds refreshes that are over among many runs by their own index', async () => {
  await world.database.withTenant(
    world.acme.tenantId,
    (sql) => sql`
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, queued_at, finished_at)
      select ${sql.tenantId}::uuid, gen_random_uuid(), ${world.acme.storeId}::uuid, 'w', 'woocommerce',
             case when number % 20 = 0 then 'refresh' else 'full' end, 'webhook', 'completed', 'closing',
             now() - number * interval '30 minutes', now() - number * interval '30 minutes'
        from generate_series(1, 10000) number`,
  );
  await queryAs(asOwner(world.url), 'analyze');
  const plan = await explain(world.database, world.acme.tenantId, (sql) => expireRows(sql, 'sync_runs', 90));
  expect(plan).toContain('sync_runs_refreshes_over');
  expect(plan).not.toMatch(/Seq Scan on sync_runs/);
});

it('spares hints that are pending, however old they are', async () => {
  const { tenantId, storeId } = world.acme;
  const run = await runThatEnded(world.acme, null);
  await world.database.withTenant(tenantId, async (sql) => {
    for (const state of ['pending', 'ignored'] as const) {
      await INSERTIONS.webhook_events(sql, { storeId, run, days: 400, state });
    }
  });

  expect(await expire()).toEqual({ webhook_events: 1 });
});

it('takes nothing of a run that is still under way, however old it is', async () => {
  const run = await runThatEnded(world.acme, null);
  const byRun: ExpiringTable[] = ['bulk_lines', 'run_differences', 'sync_pages', 'missing_products'];
  for (const table of byRun)
    await world.database.withTenant(world.acme.tenantId, async (sql) => {
      await INSERTIONS[table](sql, { storeId: world.acme.storeId, run, days: 365 });
    });

  expect(await expire()).toEqual({});

  expect(Object.keys(await kept(world.acme)).sort()).toEqual([...byRun].sort());
});

it('I7 keeps a product that is set aside again in the very moment when its row expires', async () => {
  await insert(world.acme, 'rejected_products', 365);
  const { tenantId } = world.acme;
  const other = connectDatabase(world.url, { connections: 2 });
  try {
    const expiring = await other.withTenant(tenantId, async (sql) => {
      await sql`update rejected_products set closed_at = null where tenant_id = ${tenantId}::uuid`;
      const started = expire();
      await untilLocked('the expiry', world.url);
      return { started };
    });

    expect(await expiring.started).toEqual({});
  } finally {
    await other.close();
  }
  expect(await expire()).toEqual({});
  expect(await kept(world.acme)).toEqual({ rejected_products: 1 });
});

it('takes many rows piece by piece, each by the places that it looked up once', async () => {
  const { tenantId } = world.acme;
  await world.database.withTenant(
    tenantId,
    (sql) => sql`
      insert into webhook_logs (tenant_id, at, provider, event, status, payload, processing_ms)
      select ${tenantId}::uuid, now() - interval '10 days', 'woocommerce', 'product_sync', 'success', '{}', 1
        from generate_series(1, 20000)`,
  );

  await queryAs(asOwner(world.url), 'analyze');
  expect(await explain(world.database, tenantId, (sql) => expireRows(sql, 'webhook_logs', 9))).toMatch(/Tid Scan on/);
  expect(await expire()).toEqual({});
  expect(await expire({ ...RETENTION_DAYS, webhook_logs: 9 })).toEqual({ webhook_logs: 20_000 });
});
