import { mergePage } from '../../src/catalog/merge/merge-page';
import { mergeUnchanged } from '../../src/catalog/merge/merge-unchanged';
import { pageState } from '../../src/catalog/merge/page-state';
import { deactivateConfirmed } from '../../src/catalog/missing/deactivate-confirmed';
import { noteSuspects } from '../../src/catalog/missing/suspects';
import { writeTexts } from '../../src/catalog/search/write-texts';
import { stagePage } from '../../src/catalog/staging/stage-page';
import type { CanonicalProduct } from '../../src/model/product';
import { noteFoundOnlyByFull } from '../../src/runs/found-only-by-full';
import { explain } from '../database/explain';
import { addProducts } from '../database/two-tenants';
import { asOwner, queryAs } from '../support/test-database';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';
import { product, products, variant } from './products';

let world: CatalogueWorld;
let shop: Shop;

/** What the planner's statistics know: they are always older than a first sync. */
const STATISTICS = [
  ['of empty tables', async () => undefined],
  [
    'of another tenant alone',
    async () => addProducts(world.database, await world.shop({ tenantId: await world.newTenant() }), 5_000),
  ],
] as const satisfies [string, () => Promise<unknown>][];

/** A nested loop that compares keys. */
const EACH_WITH_EACH = /Join Filter: .*\.(external_id|product_id|id) = \w+\./;

async function addManifestPages(pages: number): Promise<void> {
  await shop.sql(
    (sql) => sql`
      insert into sync_pages (tenant_id, run_id, batch_id, page, store_id, observation, external_ids, rejected_ids,
                              created, updated, unchanged, reactivated, deactivated, rejected, variants_seen,
                              variants_created, variants_updated, variants_removed, requests, throttled_ms)
      select ${shop.tenantId}::uuid, ${shop.run.id}::uuid, gen_random_uuid(), 0, ${shop.storeId}::uuid, -number,
             array['1', '2', '3'], '{}', 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0
        from generate_series(1, ${pages}::int) number`,
  );
}

/** The plan of the merge of a page. */
async function planOfMerge(page: readonly CanonicalProduct[]): Promise<string> {
  const staged = await shop.stage(page);
  return explain(world.database, shop.tenantId, async (sql) => {
    await mergePage(sql, shop.run, { ...staged, only: null }).catch(() => undefined);
  });
}

/** Fails when the planner reads a table of the catalogue from end to end. */
function expectLookUps(plan: string, indexes: string[]): void {
  for (const index of indexes) expect(plan).toMatch(new RegExp(`Index Scan using ${index}\\b`));
  expect(plan).not.toMatch(/Seq Scan on (products|product_variants|sync_pages)/);
}

describe.each(STATISTICS)('with statistics %s', (_, fillBefore) => {
  beforeAll(async () => {
    world = await catalogueWorld();
    await fillBefore();
    shop = await world.shop();
    await queryAs(
      asOwner(world.url),
      `alter table products set (autovacuum_enabled = false);
       alter table product_variants set (autovacuum_enabled = false);
       alter table sync_pages set (autovacuum_enabled = false);
       alter table missing_products set (autovacuum_enabled = false);
       analyze`,
    );
    await addProducts(world.database, shop, 5_000);
    await addManifestPages(5_000);
    await shop.sql((sql) => noteSuspects(sql, shop.run));
  });
  afterAll(() => world.close());

  it('a merge looks its products up by the unique index', async () => {
    const plan = await planOfMerge(products(250));

    expectLookUps(plan, ['products_external_id', 'products_tenant_id_id_pk', 'product_variants_external_id']);
  });

  it('a page without documents is compared by the same look-ups', async () => {
    const staged = await shop.stage(products(250));
    const plan = await explain(world.database, shop.tenantId, async (sql) => {
      await mergeUnchanged(sql, shop.run, { ...staged, only: null }).catch(() => undefined);
    });

    expectLookUps(plan, ['products_external_id', 'sync_pages_newest']);
  });

  it('what a merge asks before its page is looked up by keys', async () => {
    const staged = await shop.stage(products(1));
    const plan = await explain(world.database, shop.tenantId, async (sql) => {
      await pageState(sql, shop.run, staged).catch(() => undefined);
    });

    expect(plan).toMatch(/Index Only Scan using sync_pages_tenant_id_run_id_batch_id_page_pk\b/);
    expectLookUps(plan, []);
  });

  it('a merge joins documents and variants by hash, never each with each', async () => {
    const plan = await planOfMerge([
      product({
        external_id: '1',
        variants: [variant({ external_id: 'a' }), variant({ external_id: 'b', position: 1 })],
      }),
    ]);

    expect(plan.match(/(Hash|Merge) Full Join/g)).toHaveLength(2);
    expect(plan).not.toMatch(EACH_WITH_EACH);
  });

  it('a merge reads only newer rows of the manifest', async () => {
    const plan = await planOfMerge(products(1));

    expect(plan).toMatch(/sync_pages_newest on sync_pages later[^\n]*\n\s+Index Cond: .*observation > /);
    expect(plan).toMatch(/sync_pages_newest on sync_pages earlier[^\n]*\n\s+Index Cond: .*observation = /);
  });

  it('staging looks its products up by the unique index', async () => {
    const plan = await explain(world.database, shop.tenantId, async (sql) => {
      const page = {
        batchId: shop.run.id,
        page: 0,
        observation: 1,
        nextCursor: null,
        products: products(250),
        rejected: [],
      };
      await stagePage(sql, shop.run, { ...page, allDocuments: false, requests: 1, throttledMs: 0 }).catch(
        () => undefined,
      );
    });

    expectLookUps(plan, ['products_external_id']);
  });

  it('search texts are written with a product’s variants found by hash', async () => {
    const plan = await explain(world.database, shop.tenantId, writeTexts);

    expect(plan).toMatch(/(Hash|Merge) Full Join/);
    expect(plan).not.toMatch(/SubPlan/);
  });

  it('the missing are found by hash, never by comparing each product with each id that was seen', async () => {
    const plan = await explain(world.database, shop.tenantId, async (sql) => {
      await noteSuspects(sql, shop.run).catch(() => undefined);
    });

    expect(plan).toMatch(/SetOp Except/);
    expect(plan).not.toMatch(EACH_WITH_EACH);
  });

  it('what only a full run found is told from its products and its pages, never by comparing each with each', async () => {
    const plan = await explain(world.database, shop.tenantId, async (sql) => {
      await noteFoundOnlyByFull(sql, shop.run).catch(() => undefined);
    });

    expect(plan).toMatch(/Index Scan using products_\w+ on products/);
    expect(plan).not.toMatch(/Join Filter: [^\n]*observation = /);
    expect(plan).not.toMatch(/Seq Scan on (products|sync_pages)/);
  });

  it('confirmed products are switched off by their keys', async () => {
    const plan = await explain(world.database, shop.tenantId, async (sql) => {
      await deactivateConfirmed(sql, shop.run, 500).catch(() => undefined);
    });

    expect(plan).toMatch(/Index Cond: [^\n]*external_id = ANY/);
    expect(plan).not.toMatch(/Seq Scan on (products|missing_products|sync_pages)/);
  });
});
