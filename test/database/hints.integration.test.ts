import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { SystemSql, TenantSql } from '../../src/database/sql';
import { noteHintsSince } from '../../src/hints/hints-since';
import { settleHeld } from '../../src/hints/holds/settle-held';
import { listStoresWithHints } from '../../src/hints/left/list-stores';
import { oldestPendingHintAt } from '../../src/hints/left/oldest-pending';
import { whatIsLeft } from '../../src/hints/left/what-is-left';
import { holdStorm } from '../../src/hints/storms/hold-storm';
import type { RunReference } from '../../src/model/run-reference';
import { listDueRegistrations } from '../../src/stores/webhooks/registration';
import { releaseHeld } from '../../src/stores/webhooks/release-held';
import { asSuperuser } from '../support/test-database';
import { explain, explainSystem } from './explain';
import { addProducts, type TwoTenants, twoTenants } from './two-tenants';

let world: TwoTenants;

/** 10,000 stores with webhooks, of which 50 have hints; of one 30,000 that are settled and 1,000 that are not. */
beforeAll(async () => {
  world = await twoTenants();
  await addProducts(world.database, world.acme, 5_000);
  const client = new Client({ connectionString: asSuperuser(world.url) });
  await client.connect();
  try {
    await client.query(`
      insert into tenants (name, slug) select 'Tenant ' || n, 'tenant-' || n from generate_series(1, 500) n;
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
      select id, 'shopify', 'Shop', n || '.myshopify.com', 'shop', 'EUR', 1 from tenants, generate_series(1, 20) n;
      insert into store_webhooks (tenant_id, store_id, state, hints_since)
      select tenant_id, id, 'registered', case when row_number() over () <= 50 then now() - interval '1 minute' end from stores;
      insert into webhook_events (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key, state, held_by)
      select s.tenant_id, s.id, 'product.updated', array[n::text], 'product', 'changed', n::text,
             case when n <= 30000 then 'refreshed' else 'pending' end, case when n % 2 = 0 then 'storm' end
        from stores s, generate_series(1, 31000) n where s.id = '${world.acme.storeId}';
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, queued_at, finished_at)
      select tenant_id, gen_random_uuid(), id, 'sync', platform, 'incremental', 'schedule', 'completed', 'closing', now(), now()
        from stores, generate_series(1, 2000) n where id = '${world.acme.storeId}';
      insert into sync_pages (tenant_id, run_id, batch_id, page, store_id, observation, external_ids, rejected_ids, created,
                              updated, unchanged, reactivated, deactivated, rejected, variants_seen, variants_created,
                              variants_updated, variants_removed, requests, throttled_ms)
      select tenant_id, id, gen_random_uuid(), 1, store_id, 5, array['1'], '{}', 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0
        from sync_runs where store_id = '${world.acme.storeId}';
      analyze`);
  } finally {
    await client.end();
  }
});
afterAll(() => world.close());

/** A statement that is only explained answers none. */
const gotNoRow = () => undefined;

it.each<[string, (sql: SystemSql) => Promise<unknown>]>([
  ['stores whose hints wait', (sql) => listStoresWithHints(sql, 500)],
  ['the oldest hint of all', (sql) => oldestPendingHintAt(sql)],
])('finds %s by an index of those that have any', async (_, work) => {
  const plan = await explainSystem(world.database, work);
  expect(plan).toMatch(/(using|on) store_webhooks_hints\b/);
  expect(plan).not.toMatch(/Seq Scan on (store_webhooks|stores)\b/);
});

it('finds stores whose webhooks are to be looked after by an index of those that somebody looks after', async () => {
  const plan = await explainSystem(world.database, (sql) => listDueRegistrations(sql, { alsoNew: false, limit: 500 }));
  expect(plan).toMatch(/(using|on) store_webhooks_due\b/);
  expect(plan).not.toMatch(/Seq Scan on (store_webhooks|stores)\b/);
});

it.each<[string, (sql: TenantSql) => Promise<unknown>]>([
  ['knows what is left', (sql) => whatIsLeft(sql, world.acme.storeId).catch(gotNoRow)],
  ['writes since when hints wait', (sql) => noteHintsSince(sql, world.acme.storeId)],
  ['counts a storm', (sql) => holdStorm(sql, world.acme.storeId)],
  ['releases what is held', (sql) => releaseHeld(sql, world.acme.storeId, { heldBy: 'storm' })],
])('%s of a store without reading what it told before', async (_, work) => {
  const plan = await explain(world.database, world.acme.tenantId, work);
  expect(plan).toMatch(/(using|on) webhook_events_(pending|once)\b/);
  expect(plan).not.toMatch(/Seq Scan on (webhook_events|sync_runs|store_webhooks)\b/);
});

it('settles what is held by the manifest of one run', async () => {
  const { tenantId, storeId } = world.acme;
  const run: RunReference = {
    id: randomUUID(),
    tenantId,
    storeId,
    platform: 'woocommerce',
    mode: 'full',
    fenced: true,
  };
  const end = { kind: 'read', whole: true, empty: false } as const;
  const asked: string[] = [];
  const plan = await explain(world.database, tenantId, async (sql) => {
    // Whether any is held is asked first: without rows it ends there.
    const held = Object.assign(
      async (text: TemplateStringsArray, ...values: unknown[]) => {
        asked.push(text.join('?'));
        return { ...(await sql(text, ...values)), rows: [], rowCount: 1 };
      },
      { tenantId },
    );
    await settleHeld(held as unknown as TenantSql, run, end);
  });
  expect(asked.length).toBeGreaterThan(3);
  expect(plan).toMatch(/(using|on) sync_pages_(pkey|tenant_id_run_id_batch_id_page_pk)\b/);
  expect(plan).toMatch(/on products \w+ [^\n]*\n[^\n]*Index Cond: [^\n]*external_id = named\.product_id/);
  expect(plan).not.toMatch(/Seq Scan on (webhook_events|sync_pages|product_variants)\b/);
});
