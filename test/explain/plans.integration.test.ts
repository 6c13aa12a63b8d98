import { randomUUID } from 'node:crypto';
import type { TenantSql } from '../../src/database/sql';
import { hintsOfProduct } from '../../src/explain/facts/hints';
import { lastLeanLook, lastMissed, lastWholeLook } from '../../src/explain/facts/looks';
import { setAsideById } from '../../src/explain/facts/set-aside';
import { lastFull } from '../../src/explain/facts/store-facts';
import { findProducts } from '../../src/explain/find/find-products';
import { explain } from '../database/explain';
import { addProducts, type TenantWithStore, type TwoTenants, twoTenants } from '../database/two-tenants';
import { asOwner, queryAs } from '../support/test-database';

let world: TwoTenants;

/** Each with 5,000 products and 4,000 runs, most of them of prices; pages are kept of the last 500. */
beforeAll(async () => {
  world = await twoTenants();
  for (const tenant of [world.acme, world.other]) {
    await addProducts(world.database, tenant, 5_000);
    await addRuns(tenant);
    await addNews(tenant);
  }
  await queryAs(asOwner(world.url), 'analyze');
});
afterAll(() => world.close());

const looked = () => ({ storeId: world.acme.storeId, externalId: '77' });

it.each<[string, string[], (sql: TenantSql) => Promise<unknown>]>([
  [
    'the last page of a product',
    ['sync_runs_of_store', 'sync_pages_tenant_id_run_id_batch_id_page_pk'],
    (sql) => lastWholeLook(sql, looked()),
  ],
  ['the last page of a group of its fields', ['sync_pages_newest'], (sql) => lastLeanLook(sql, looked(), new Date())],
  [
    'the last run that missed it',
    ['sync_runs_of_store', 'missing_products_tenant_id_run_id_external_id_pk'],
    (sql) => lastMissed(sql, looked()),
  ],
  [
    'news of it',
    ['webhook_events_(pending|once)', 'product_variants_external_id'],
    (sql) => hintsOfProduct(sql, world.acme.storeId, randomUUID()).catch(() => undefined),
  ],
  [
    'whether it is set aside',
    ['rejected_products_tenant_id_store_id_external_id_pk'],
    (sql) => setAsideById(sql, world.acme.storeId, '77'),
  ],
  ['the last full run', ['sync_runs_last_of_mode'], (sql) => lastFull(sql, world.acme.storeId)],
  [
    'what is meant by an id or a SKU',
    ['products_external_id', 'products_sku', 'product_variants_of_store', 'product_variants_sku'],
    (sql) => findProducts(sql, { q: '77', externalId: '77', storeId: undefined }),
  ],
])('finds %s by an index under the policy', async (_, indexes, work) => {
  const plan = await explain(world.database, world.acme.tenantId, work);

  for (const index of indexes) expect(plan).toMatch(new RegExp(`(using|on) ${index}\\b`));
  expect(plan).not.toMatch(
    /Seq Scan on (products|product_variants|sync_runs|sync_pages|missing_products|rejected_products|webhook_events)/,
  );
});

async function addRuns({ tenantId, storeId }: TenantWithStore): Promise<void> {
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, queued_at)
      select ${tenantId}::uuid, gen_random_uuid(), ${storeId}::uuid, 'sync', 'woocommerce',
             case when number % 20 = 0 then 'full' else 'prices' end, 'schedule', 'completed', 'closing',
             now() - number * interval '1 minute'
        from generate_series(1, 4000) number`;
    await sql`
      insert into sync_pages (tenant_id, run_id, batch_id, page, store_id, observation, lean, external_ids, rejected_ids,
                              created, updated, unchanged, reactivated, deactivated, rejected, variants_seen,
                              variants_created, variants_updated, variants_removed, requests, throttled_ms)
      select tenant_id, id, gen_random_uuid(), page, store_id, nextval('observations'),
             case mode when 'prices' then 'prices' end,
             array(select number::text from generate_series(page * 25 + 1, page * 25 + 25) number), '{}',
             0, 0, 25, 0, 0, 0, 25, 0, 0, 0, 1, 0
        from sync_runs, generate_series(0, 39) page
       where tenant_id = ${tenantId}::uuid and queued_at > now() - interval '500 minutes'
       order by queued_at, page`;
    await sql`
      insert into missing_products (tenant_id, run_id, external_id, product_id, state)
      select tenant_id, id, number::text, gen_random_uuid(), 'alive'
        from sync_runs, generate_series(1, 50) number
       where tenant_id = ${tenantId}::uuid and mode = 'full'`;
  });
}

async function addNews({ tenantId, storeId }: TenantWithStore): Promise<void> {
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`
      insert into webhook_events (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key, state)
      select ${tenantId}::uuid, ${storeId}::uuid, 'product.updated', array[number::text], 'product', 'changed',
             number::text, case when number % 50 = 0 then 'pending' else 'refreshed' end
        from generate_series(1, 5000) number`;
    await sql`
      insert into rejected_products (tenant_id, store_id, external_id, run_id, reason, path, message, payload, observation)
      select ${tenantId}::uuid, ${storeId}::uuid, number::text, gen_random_uuid(), 'price_unreadable', 'price', 'none', '{}', 1
        from generate_series(1, 2000) number`;
  });
}
