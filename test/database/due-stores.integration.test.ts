import { Client } from 'pg';
import { hasWaiting } from '../../src/catalog/missing/has-waiting';
import type { SystemSql } from '../../src/database/sql';
import { countUnderWay } from '../../src/runs/count-under-way';
import { listDueStores } from '../../src/stores/due/list-due-stores';
import { readDueStore } from '../../src/stores/due/read-due-store';
import { listDueSamples } from '../../src/stores/sample/list-due-samples';
import { asSuperuser } from '../support/test-database';
import { explain, explainSystem } from './explain';
import { addProducts, type TwoTenants, twoTenants } from './two-tenants';

let world: TwoTenants;

/** 500 tenants with 20 stores each, a third of them due in these five minutes, and 100 ended runs a store of one. */
beforeAll(async () => {
  world = await twoTenants();
  await addProducts(world.database, world.acme, 3_000);
  const client = new Client({ connectionString: asSuperuser(world.url) });
  await client.connect();
  try {
    await client.query(`
      insert into tenants (name, slug) select 'Tenant ' || n, 'tenant-' || n from generate_series(1, 500) n;
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count, next_incremental_at)
      select id, 'shopify', 'Shop', n || '.myshopify.com', 'shop', 'EUR', 1, now() + random() * interval '15 minutes'
        from tenants, generate_series(1, 20) n;
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, queued_at, finished_at)
      select tenant_id, gen_random_uuid(), id, 'sync', 'shopify', case n % 2 when 0 then 'full' else 'incremental' end,
             'schedule', 'completed', 'closing', now(), now()
        from stores, generate_series(1, 10) n where platform = 'shopify';
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, queued_at, started_at, finished_at)
      select tenant_id, gen_random_uuid(), id, 'sync', platform, 'incremental', 'schedule', 'completed', 'closing', at, at, at
        from stores, generate_series(1, 3000) n, lateral (select now() - n * interval '15 minutes' as at) at
       where id = '${world.acme.storeId}';
      insert into missing_products (tenant_id, run_id, external_id, product_id, state, checked_at)
      select tenant_id, id, n::text, gen_random_uuid(), 'deactivated', queued_at
        from sync_runs, generate_series(1, 10) n where store_id = '${world.acme.storeId}';
      update stores set read_at = now() - interval '1 day' where id = '${world.acme.storeId}';
      analyze`);
  } finally {
    await client.end();
  }
});
afterAll(() => world.close());

/** A statement that is only explained answers none. */
const gotNoRow = () => undefined;

const inFiveMinutes = new Date(Date.now() + 5 * 60_000);

it.each<[string, string, (sql: SystemSql) => Promise<unknown>]>([
  [
    'the first due stores',
    'stores_due',
    (sql) => listDueStores(sql, { platform: 'shopify', at: inFiveMinutes, after: null, limit: 500 }),
  ],
  [
    'later ones',
    'stores_due',
    (sql) =>
      listDueStores(sql, {
        platform: 'shopify',
        at: inFiveMinutes,
        after: { dueAt: new Date().toISOString(), id: world.acme.storeId },
        limit: 500,
      }),
  ],
  ['the first samples', 'stores_to_sample', (sql) => listDueSamples(sql, { after: null, limit: 500 })],
  [
    'later ones of them',
    'stores_to_sample',
    (sql) => listDueSamples(sql, { after: { dueAt: '-infinity', id: world.acme.storeId }, limit: 500 }),
  ],
  ['runs under way', 'sync_runs_open(_of_store)?', (sql) => countUnderWay(sql, 'shopify').catch(gotNoRow)],
])('finds %s by %s', async (_, index, work) => {
  const plan = await explainSystem(world.database, work);
  expect(plan).toMatch(new RegExp(`(using|on) ${index}\\b`));
  expect(plan).not.toMatch(/Seq Scan on (stores|sync_runs)/);
});

it('finds what is due for one store, and what of it waits, without reading all its runs, products and missing ones', async () => {
  const { tenantId, storeId } = world.acme;
  const due = await explain(world.database, tenantId, (sql) => readDueStore(sql, storeId));
  expect(due).toMatch(/(using|on) sync_runs_open(_of_store)?\b/);
  // The last full run, of a store that has none among thousands.
  expect(due).toMatch(/(using|on) sync_runs_last_of_mode\b/);
  expect(due).not.toMatch(/Seq Scan on sync_runs|sync_runs_of_store/);

  const waiting = await explain(world.database, tenantId, (sql) =>
    hasWaiting(sql, storeId, new Date().toISOString()).catch(gotNoRow),
  );
  expect(waiting).toMatch(/(using|on) products_planned\b/);
  // Of its runs those since it was read whole.
  expect(waiting).toMatch(/(using|on) sync_runs_(of_store|last_of_mode)\b[^\n]*\n\s+Index Cond: [^\n]*queued_at >=/);
  expect(waiting).toMatch(/(using|on) missing_products_(pkey|tenant_id_run_id_external_id_pk)\b/);
  expect(waiting).not.toMatch(/Seq Scan on (sync_runs|missing_products|products)\b/);
});
