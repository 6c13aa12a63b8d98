import { mergeLean } from '../../../src/catalog/merge/merge-lean';
import { LEAN_MODES } from '../../../src/model/freshness/lean-product';
import { explain } from '../../database/explain';
import { addProducts } from '../../database/two-tenants';
import { asOwner, queryAs } from '../../support/test-database';
import { type CatalogueWorld, catalogueWorld } from '../catalogue-world';
import { product, variant } from '../products';
import { leanOf } from './lean-of';

let world: CatalogueWorld;
beforeEach(async () => {
  world = await catalogueWorld();
});
afterEach(() => world.close());

const BOTH = LEAN_MODES.map((mode) => ({ mode }));

/** A nested loop that compares keys. */
const EACH_WITH_EACH = /Join Filter: .*\.(external_id|product_id|variant_id|id) = \w+\./;

/** 100 products with 100 variants each, every one of them in another state than the catalogue's. */
const page = (stock: number, price: string) =>
  Array.from({ length: 100 }, (_, number) =>
    product({
      external_id: `p${number}`,
      stock,
      price,
      variants: Array.from({ length: 100 }, (_, position) =>
        variant({ external_id: `p${number}v${position}`, position, stock, price }),
      ),
    }),
  );

it.each(BOTH)('a page of $mode with 10,000 variants is joined by keys, never each with each', async ({ mode }) => {
  const shop = await world.shop();
  await queryAs(
    asOwner(world.url),
    `alter table products set (autovacuum_enabled = false);
     alter table product_variants set (autovacuum_enabled = false);
     alter table sync_pages set (autovacuum_enabled = false);
     analyze`,
  );
  await addProducts(world.database, shop, 5_000);
  await shop.sql(
    (sql) => sql`
      insert into sync_pages (tenant_id, run_id, batch_id, page, store_id, observation, external_ids, rejected_ids,
                              created, updated, unchanged, reactivated, deactivated, rejected, variants_seen,
                              variants_created, variants_updated, variants_removed, requests, throttled_ms)
      select ${shop.tenantId}::uuid, ${shop.run.id}::uuid, gen_random_uuid(), 0, ${shop.storeId}::uuid, -number,
             array['1', '2', '3'], '{}', 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0
        from generate_series(1, 5000) number`,
  );
  await shop.observe(page(1, '1.00'));
  await shop.openRun({ mode });
  const staged = await shop.stageLean(page(2, '2.00').map((each) => leanOf(mode, each)));

  const plan = await explain(world.database, shop.tenantId, async (sql) => {
    await mergeLean(sql, shop.run, { ...staged, lean: mode }).catch(() => undefined);
  });

  expect(plan.match(/(Hash|Merge) Full Join/g)).toHaveLength(2);
  expect(plan).not.toMatch(EACH_WITH_EACH);
  expect(plan).not.toMatch(/Seq Scan on (products|product_variants|sync_pages)/);
  expect(await shop.merge(staged)).toMatchObject({ kind: 'merged', products: 100 });
});
