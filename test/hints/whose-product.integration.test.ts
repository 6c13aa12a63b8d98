import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { hintsOfBatch } from '../../src/hints/hints-of-batch';
import type { RunReference } from '../../src/model/run-reference';
import { explain } from '../database/explain';
import { type TwoTenants, twoTenants } from '../database/two-tenants';
import { asSuperuser } from '../support/test-database';

const STORES = 3_000;
const PRODUCTS = 30;

let world: TwoTenants;
let storeId: string;

/** Shops that were all made alike: each has the same ids of products and variants. */
beforeAll(async () => {
  world = await twoTenants();
  const { tenantId } = world.acme;
  const client = new Client({ connectionString: asSuperuser(world.url) });
  await client.connect();
  try {
    await client.query(`
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
      select '${tenantId}', 'woocommerce', 'Shop', 'https://' || n || '.example', 'shop', 'EUR', 1
        from generate_series(1, ${STORES}) n;
      insert into products (tenant_id, store_id, external_id, details_hash, prices_hash, stock_hash, form, observation,
                            title, description, images, currency, sku, available, is_active, status, category_ids, tags,
                            metadata, variant_count)
      select s.tenant_id, s.id, n::text, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 1, 'P', '', '[]', 'EUR',
             n::text, true, true, 'publish', '{}', '{}', '{}', 1
        from stores s, generate_series(1, ${PRODUCTS}) n where s.address ~ '^https://[0-9]';
      insert into product_variants (tenant_id, product_id, external_id, title, sku, available, attributes, position, is_active,
                                    metadata, inventory_item_id)
      select tenant_id, id, (external_id::int + 1000)::text, '', external_id, true, '{}', 1, true, '{}', 'i' || external_id
        from products where external_id::int <= ${PRODUCTS} and sku = external_id;
      analyze`);
    const { rows } = await client.query(`select id from stores where address = 'https://77.example'`);
    storeId = rows[0].id;
  } finally {
    await client.end();
  }
}, 240_000);
afterAll(() => world.close());

it('finds whose product a variant or an inventory item is among 3,000 shops with the same ids', async () => {
  const { tenantId } = world.acme;
  const run: RunReference = {
    id: randomUUID(),
    tenantId,
    storeId,
    platform: 'woocommerce',
    mode: 'refresh',
    fenced: false,
  };
  const batchId = randomUUID();
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`
      insert into webhook_events (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key, claimed_by, claimed_batch)
      select ${tenantId}::uuid, ${storeId}::uuid, 'test',
             array[case when n % 2 = 0 then 'i' || n else (n + 1000)::text end],
             case when n % 2 = 0 then 'inventory_item' else 'unknown' end, 'changed', n::text, ${run.id}::uuid, ${batchId}::uuid
        from generate_series(1, ${PRODUCTS}::int) n`;
  });
  const hints = await world.database.withTenant(tenantId, (sql) => hintsOfBatch(sql, run, batchId));
  expect(hints.map(({ products }) => products[0]?.externalId).sort()).toEqual(
    Array.from({ length: PRODUCTS }, (_, n) => String(n + 1)).sort(),
  );
  const plan = await explain(world.database, tenantId, (sql) => hintsOfBatch(sql, run, batchId));
  expect(plan).not.toMatch(/Seq Scan on (products|product_variants)\b/);
});
