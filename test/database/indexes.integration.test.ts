import { randomUUID } from 'node:crypto';
import { historyKept, listHistory } from '../../src/catalog/history/list-history';
import { listChanges } from '../../src/catalog/reading/list-changes';
import { listProducts, readProduct } from '../../src/catalog/reading/list-products';
import { placeOfMoment } from '../../src/catalog/reading/place-of-moment';
import { chooseProducts } from '../../src/catalog/sample/choose-products';
import type { TenantSql } from '../../src/database/sql';
import { hintsOfBatch } from '../../src/hints/hints-of-batch';
import { listAuditLogs } from '../../src/logs/list-audit-logs';
import { listWebhookLogs } from '../../src/logs/webhook-log';
import { expireRows } from '../../src/maintenance/expire-rows';
import type { RunReference } from '../../src/model/run-reference';
import { listRuns } from '../../src/runs/list-runs';
import { countDay } from '../../src/stores/days/count-day';
import { lastRuns } from '../../src/stores/freshness/freshness-view';
import { getStore } from '../../src/stores/read-stores';
import { listWebhookEvents } from '../../src/stores/webhooks/list-webhook-events';
import { asOwner, queryAs } from '../support/test-database';
import { explain } from './explain';
import { addProducts, type TenantWithStore, type TwoTenants, twoTenants } from './two-tenants';

let world: TwoTenants;

/** Enough that a sequential scan is dear, and a tenant's share small enough that its index pays. */
beforeAll(async () => {
  world = await twoTenants();
  for (const tenant of [world.acme, world.other]) {
    await addProducts(world.database, tenant, 5_000);
    await addChanges(tenant, 5_000);
    await addRunsAndLogs(tenant, 5_000);
  }
  await queryAs(asOwner(world.url), 'analyze');
});
afterAll(() => world.close());

const planOf = (work: (sql: TenantSql) => Promise<unknown>) => explain(world.database, world.acme.tenantId, work);
const refreshOf = ({ tenantId, storeId }: TenantWithStore): RunReference => ({
  id: randomUUID(),
  tenantId,
  storeId,
  platform: 'woocommerce',
  mode: 'refresh',
  fenced: false,
});
const page = { limit: 50, after: null };
const after = (...key: string[]) => ({ limit: 50, after: key });
const yesterday = '2026-11-24T00:00:00Z';

it.each<[string, string[], (sql: TenantSql) => Promise<unknown>]>([
  ['a page of products', ['products_tenant_id_id_pk'], (sql) => listProducts(sql, after(randomUUID()))],
  ['a product', ['products_tenant_id_id_pk'], (sql) => readProduct(sql, randomUUID())],
  ['a SKU', ['products_sku', 'product_variants_sku'], (sql) => listProducts(sql, { ...page, sku: 'SKU-77' })],
  [
    'products by their ids',
    ['products_tenant_id_id_pk'],
    (sql) => listProducts(sql, { ...page, ids: [randomUUID(), randomUUID()] }),
  ],
  [
    'an id in the store',
    ['products_external_id', 'products_tenant_id_id_pk'],
    (sql) => listProducts(sql, { ...page, externalId: '77' }),
  ],
  [
    'a page by time of change',
    ['products_changed'],
    (sql) => listProducts(sql, { ...after(yesterday, randomUUID()), sort: 'changed_at' }),
  ],
  [
    'what changed lately',
    ['products_changed'],
    (sql) => listProducts(sql, { ...page, updatedSince: '2100-01-01T00:00:00Z' }),
  ],
  ['the newest runs', ['sync_runs_newest'], (sql) => listRuns(sql, after(yesterday, randomUUID()))],
  [
    'the newest runs besides refreshes',
    ['sync_runs_newest_besides_refreshes'],
    (sql) => listRuns(sql, { ...after(yesterday, randomUUID()), modes: ['full', 'incremental'] }),
  ],
  [
    "a store's runs besides refreshes",
    ['sync_runs_of_store_besides_refreshes'],
    (sql) => listRuns(sql, { ...page, storeId: world.acme.storeId, modes: ['full', 'incremental'] }),
  ],
  ["a store's runs", ['sync_runs_of_store'], (sql) => listRuns(sql, { ...page, storeId: world.acme.storeId })],
  [
    'the last run of each mode',
    ['sync_runs_last_of_mode'],
    (sql) => lastRuns(sql, { tenantId: world.acme.tenantId, id: world.acme.storeId }),
  ],
  [
    'whose variants and inventory items hints tell of',
    ['webhook_events_pending', 'product_variants_of_store', 'product_variants_inventory_item'],
    (sql) => hintsOfBatch(sql, refreshOf(world.acme), randomUUID()),
  ],
  ['a run', ['sync_runs_(tenant_id_id_pk|id)'], (sql) => listRuns(sql, { ...page, runId: randomUUID() })],
  ['the newest webhook logs', ['webhook_logs_newest'], (sql) => listWebhookLogs(sql, after(yesterday, randomUUID()))],
  [
    'the newest that stores told',
    ['webhook_events_newest'],
    (sql) => listWebhookEvents(sql, after(yesterday, randomUUID())),
  ],
  [
    'what a store told',
    ['webhook_events_(of_store|newest)'],
    (sql) => listWebhookEvents(sql, { ...after(yesterday, randomUUID()), storeId: world.acme.storeId }),
  ],
  [
    'the newest that could not be settled',
    ['webhook_events_not_refreshed'],
    (sql) => listWebhookEvents(sql, { ...after(yesterday, randomUUID()), state: 'failed' }),
  ],
  [
    'what a store told that waits',
    ['webhook_events_pending'],
    (sql) => listWebhookEvents(sql, { ...page, storeId: world.acme.storeId, state: 'pending' }),
  ],
  ['the newest audit logs', ['audit_logs_newest'], (sql) => listAuditLogs(sql, after(yesterday, randomUUID()))],
])('finds %s by an index under the policy', async (_, indexes, work) => {
  const plan = await planOf(work);

  for (const index of indexes) expect(plan).toMatch(new RegExp(`(using|on) ${index}\\b`));
  expect(plan).not.toMatch(/Seq Scan on (products|product_variants|sync_runs|webhook_logs|webhook_events|audit_logs)/);
});

it.each<[string, (sql: TenantSql) => Promise<unknown>]>([
  ['products', (sql) => listProducts(sql, page)],
  ['products by time of change', (sql) => listProducts(sql, { ...page, sort: 'changed_at' })],
  ['runs', (sql) => listRuns(sql, page)],
  ['webhook logs', (sql) => listWebhookLogs(sql, page)],
  ['audit logs', (sql) => listAuditLogs(sql, page)],
])('reads the first page of %s in the order of an index, sorting nothing', async (_, work) => {
  expect(await planOf(work)).not.toMatch(/Sort Key/);
});

it('counts the day of a closing run by the bounds of an index under the policy', async () => {
  const plan = await planOf((sql) => countDay(sql, { storeId: world.acme.storeId }, new Date()));

  expect(plan).toMatch(/sync_runs_ended_of_store.*\n *Index Cond: .*finished_at >= .*finished_at < /);
});

it('looks a page’s doubts up by whole keys, also when what they are read from was filled since the last analyze', async () => {
  const { tenantId, storeId } = world.acme;
  const runId = randomUUID();
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`
      insert into rejected_products (tenant_id, store_id, external_id, run_id, reason, path, message, payload, observation)
      select tenant_id, store_id, external_id, ${runId}::uuid, 'price_unreadable', 'price', 'no price', '{}', 1
        from products where tenant_id = ${tenantId}::uuid`;
    await sql`
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase)
      values (${tenantId}::uuid, ${runId}::uuid, ${storeId}::uuid, 'sync', 'woocommerce', 'full', 'api',
              'awaiting_approval', 'confirming')`;
    await sql`
      insert into missing_products (tenant_id, run_id, external_id, product_id, state)
      select tenant_id, ${runId}::uuid, external_id, id, 'confirmed' from products where tenant_id = ${tenantId}::uuid`;
  });

  const plan = await planOf((sql) => listProducts(sql, { ...page, limit: 200 }));

  expect(plan).toMatch(/using rejected_products_tenant_id_store_id_external_id_pk on rejected_products aside/);
  expect(plan).toMatch(/using missing_products_tenant_id_run_id_external_id_pk on missing_products m/);
});

it('walks to the products of a sample by indexes under the policy', async () => {
  const plan = await planOf((sql) => chooseProducts(sql, world.acme.storeId));

  // From a random place on: where few are left behind it, they are found as a bitmap.
  expect(plan).toMatch(/(using|on) products_tenant_id_id_pk.*\n *Index Cond: .*id >= /);
  expect(plan).toMatch(/Index Scan Backward using products_changed\b/);
  // Of a store with few of its tenant's products alone.
  expect(plan).toMatch(/One-Time Filter: .*< 50/);
});

it('expires changes from behind the last one that went, by an index under the policy', async () => {
  const plan = await planOf((sql) => expireRows(sql, 'product_changes', 365));

  expect(plan).toMatch(/product_changes_tenant_id_seq_pk.*\n *Index Cond: .*seq > /);
  expect(plan).not.toMatch(/Seq Scan on product_changes/);
});

it.each<[string, Parameters<typeof listChanges>[1]]>([
  ['behind a cursor', { limit: 50, after: 77, from: 'start' }],
  ['at the tip', { limit: 50, after: null, from: 'now' }],
  ['of a store', { limit: 50, after: 77, from: 'start', storeId: randomUUID() }],
  ['of a kind', { limit: 50, after: 77, from: 'start', kinds: ['deactivated'] }],
])('reads the changes %s by the bounds of an index under the policy', async (_, request) => {
  const plan = await planOf((sql) => ignoringTheAnswer(listChanges(sql, request)));

  expect(plan).toMatch(/product_changes_tenant_id_seq_pk.*\n *Index Cond: .*seq > .*seq <= /);
  expect(plan).not.toMatch(/Seq Scan on product_changes/);
});

it('looks for the place of a moment by an index under the policy', async () => {
  const plan = await planOf((sql) => ignoringTheAnswer(placeOfMoment(sql, yesterday)));

  expect(plan).toMatch(/product_changes_tenant_id_seq_pk.*\n *Index Cond: .*seq >= /);
  expect(plan).not.toMatch(/Seq Scan on product_changes/);
});

it.each<[string, (sql: TenantSql) => Promise<unknown>]>([
  ['first page', (sql) => listHistory(sql, { productId: randomUUID(), limit: 50, after: null })],
  ['next page', (sql) => listHistory(sql, { productId: randomUUID(), limit: 50, after: ['77'] })],
  [
    'page of a field and a variant',
    (sql) =>
      listHistory(sql, {
        productId: randomUUID(),
        variantId: randomUUID(),
        fields: ['price'],
        limit: 50,
        after: ['77'],
      }),
  ],
  ['oldest entry', (sql) => ignoringTheAnswer(historyKept(sql, randomUUID()))],
])('reads the %s of a product’s history along its index under the policy, sorting nothing', async (_, work) => {
  const plan = await planOf(work);

  expect(plan).toMatch(/product_changes_of_product.*\n *Index Cond: .*product_id = /);
  expect(plan).not.toMatch(/Seq Scan on product_changes|Sort Key/);
});

/** An explained statement has no rows, which these hold for a bug. */
const ignoringTheAnswer = (work: Promise<unknown>) => work.catch(() => undefined);

it('finds one of many stores by its key', async () => {
  await world.database.withTenant(
    world.other.tenantId,
    (sql) => sql`
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
      select ${world.other.tenantId}::uuid, 'shopify', 'Shop', number || '.myshopify.com', number::text, 'EUR', 1
        from generate_series(1, 5000) number`,
  );
  await queryAs(asOwner(world.url), 'analyze stores');

  expect(await planOf((sql) => getStore(sql, world.acme.storeId))).toMatch(/using stores_(id|tenant_id_id_pk)\b/);
});

async function addRunsAndLogs({ tenantId, storeId }: TenantWithStore, count: number): Promise<void> {
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, queued_at,
                             finished_at)
      select ${tenantId}::uuid, gen_random_uuid(), ${storeId}::uuid, 'sync', 'woocommerce', 'full', 'api', 'completed',
             'closing', now() - number * interval '1 minute', now() - number * interval '1 minute'
        from generate_series(1, ${count}::int) number`;
    await sql`
      insert into webhook_logs (tenant_id, provider, event, status, payload, processing_ms, at)
      select ${tenantId}::uuid, 'woocommerce', 'product_sync', 'success', '{}', 1, now() - number * interval '1 minute'
        from generate_series(1, ${count}::int) number`;
    await sql`
      insert into webhook_events (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key, state,
                                  received_at)
      select ${tenantId}::uuid, ${storeId}::uuid, 'product.updated', array[number::text], 'product', 'changed',
             number::text, 'refreshed', now() - number * interval '1 minute'
        from generate_series(1, ${count}::int) number`;
    await sql`
      insert into audit_logs (tenant_id, action, actor_kind, metadata, at)
      select ${tenantId}::uuid, 'store_updated', 'operator', '{}', now() - number * interval '1 minute'
        from generate_series(1, ${count}::int) number`;
  });
}

async function addChanges({ tenantId, storeId }: TenantWithStore, count: number): Promise<void> {
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`
      insert into product_changes (tenant_id, seq, store_id, product_id, kind, run_id)
      select ${tenantId}::uuid, number, ${storeId}::uuid, gen_random_uuid(), 'updated', gen_random_uuid()
        from generate_series(1, ${count}::int) number`;
    await sql`update change_counters set last_seq = ${count}::int where tenant_id = ${tenantId}::uuid`;
  });
}
