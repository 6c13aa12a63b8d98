import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { SystemSql } from '../../src/database/sql';
import { listAllAuditLogs } from '../../src/logs/list-audit-logs';
import { listFailures } from '../../src/runs/list-failures';
import { selectRuns } from '../../src/runs/list-runs';
import { lastRuns } from '../../src/stores/freshness/freshness-view';
import { countAllLateStores } from '../../src/stores/freshness/late';
import { listAllStores } from '../../src/stores/list-stores';
import { ofAll } from '../../src/stores/overview/of-whom';
import { runsOfDay, waitingApprovals } from '../../src/stores/overview/runs-of-day';
import { getAnyStore } from '../../src/stores/read-stores';
import { asSuperuser } from '../support/test-database';
import { explainSystem } from './explain';
import { type TwoTenants, twoTenants } from './two-tenants';

let world: TwoTenants;

/** 500 tenants with 4 stores each and 5 runs a store, and one run in a thousand that waits for approval. */
beforeAll(async () => {
  world = await twoTenants();
  const client = new Client({ connectionString: asSuperuser(world.url) });
  await client.connect();
  try {
    await client.query(`
      insert into tenants (name, slug) select 'Tenant ' || n, 'tenant-' || n from generate_series(1, 500) n;
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count, created_at)
      select id, 'shopify', 'Shop', n || '.myshopify.com', 'shop', 'EUR', 1, now() - random() * interval '300 days'
        from tenants, generate_series(1, 4) n;
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, queued_at)
      select tenant_id, gen_random_uuid(), id, 'sync', 'shopify', 'full', 'schedule',
             case when random() < 0.001 then 'awaiting_approval' else 'completed' end, 'closing',
             now() - random() * interval '30 days'
        from stores, generate_series(1, 5);
      insert into audit_logs (tenant_id, action, actor_kind, metadata, at)
      select id, 'store_updated', 'operator', '{}', now() - random() * interval '300 days'
        from tenants, generate_series(1, 20);
      analyze`);
  } finally {
    await client.end();
  }
});
afterAll(() => world.close());

/** A statement that is only explained answers none. */
const gotNoRow = () => undefined;

const planOf = (work: (sql: SystemSql) => Promise<unknown>) => explainSystem(world.database, work);
const page = { limit: 50, after: null };
const after = (...key: string[]) => ({ limit: 50, after: key });
const yesterday = '2026-11-24T00:00:00Z';
const waiting = { ...page, statuses: ['awaiting_approval'] as const };

it.each<[string, string, (sql: SystemSql) => Promise<unknown>]>([
  ['the first page of runs', 'sync_runs_newest_of_all', (sql) => selectRuns(sql, null, page)],
  ['a later page of runs', 'sync_runs_newest_of_all', (sql) => selectRuns(sql, null, after(yesterday, randomUUID()))],
  [
    'the first page of runs besides refreshes',
    'sync_runs_newest_of_all_besides_refreshes',
    (sql) => selectRuns(sql, null, { ...page, modes: ['full', 'incremental'] }),
  ],
  ['runs that wait for approval', 'sync_runs_newest_by_status', (sql) => selectRuns(sql, null, waiting)],
  [
    "one tenant's runs",
    'sync_runs_(newest|of_store|ended_of_store)',
    (sql) => selectRuns(sql, world.acme.tenantId, page),
  ],
  [
    'the last runs of a store by mode',
    'sync_runs_last_of_mode',
    (sql) => lastRuns(sql, { tenantId: world.acme.tenantId, id: world.acme.storeId }),
  ],
  ['a run', 'sync_runs_id', (sql) => selectRuns(sql, null, { ...page, runId: randomUUID() })],
  ['the first page of stores', 'stores_newest', (sql) => listAllStores(sql, { ...page, tenantId: null })],
  ...(['name', 'status', 'last_success', 'product_count'] as const).map(
    (sort): [string, string, (sql: SystemSql) => Promise<unknown>] => [
      `the first page of stores by ${sort}`,
      {
        name: 'stores_by_name',
        status: 'stores_by_status',
        last_success: 'stores_by_success',
        product_count: 'stores_by_products',
      }[sort],
      (sql) => listAllStores(sql, { ...page, tenantId: null, sort }),
    ],
  ),
  [
    'a later page of stores by name',
    'stores_by_name',
    (sql) => listAllStores(sql, { ...after(randomUUID(), 'shop'), tenantId: null, sort: 'name' }),
  ],
  ['late stores', 'stores_late', (sql) => countAllLateStores(sql).catch(gotNoRow)],
  [
    'runs that took long',
    'sync_runs_long',
    (sql) => selectRuns(sql, null, { ...page, modes: ['full'], minDurationMs: 600_000 }),
  ],
  [
    'failures of the last day',
    'sync_runs_newest_by_status',
    (sql) => listFailures(sql, null, new Date(Date.now() - 86_400_000)),
  ],
  ['runs that ended in the last day', 'sync_runs_(ended|counted)', (sql) => runsOfDay(sql, ofAll(null))],
  ['approvals that wait', 'sync_runs_newest_by_status', (sql) => waitingApprovals(sql, ofAll(null)).catch(gotNoRow)],
  ['a store', 'stores_id', (sql) => getAnyStore(sql, world.acme.storeId)],
  ['the newest audit logs', 'audit_logs_newest_of_all', (sql) => listAllAuditLogs(sql, { ...page, tenantId: null })],
  [
    "one tenant's audit logs",
    'audit_logs_newest',
    (sql) => listAllAuditLogs(sql, { ...page, tenantId: world.acme.tenantId }),
  ],
])('finds %s over all tenants by %s', async (_, index, work) => {
  const plan = await planOf(work);

  expect(plan).toMatch(new RegExp(`(using|on) ${index}\\b`));
  expect(plan).not.toMatch(/Seq Scan on (stores|sync_runs|audit_logs)/);
});
