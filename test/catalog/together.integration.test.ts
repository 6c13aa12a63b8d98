import { randomUUID } from 'node:crypto';
import { type BatchPagesOutcome, mergeBatchPages } from '../../src/catalog/merge/merge-batch-pages';
import type { CanonicalProduct } from '../../src/model/product';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';
import { product, products } from './products';
import { productCount, rowVersions } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

/** Stages these pages as a batch; what is answered merges it, from one of them on. */
async function batchOf(shop: Shop, pages: readonly CanonicalProduct[][]) {
  const batchId = randomUUID();
  for (const [page, listed] of pages.entries()) await shop.stage(listed, { batchId, page });
  return (from: number, to = pages.length): Promise<BatchPagesOutcome> => {
    const { run } = shop;
    const asked = { batchId, from, to, executionId: run.id, withinMs: Number.POSITIVE_INFINITY };
    return mergeBatchPages(world.database, run, asked);
  };
}

const pagesOfFive = (count: number) => Array.from({ length: count }, (_, page) => products(5, 1 + page * 5));

/** By the transaction that wrote them. */
async function manifestRows(shop: Shop): Promise<{ page: number; xmin: string }[]> {
  const { rows } = await shop.sql(
    (sql) => sql<{ page: number; xmin: string }>`
      select page, xmin::text as xmin from sync_pages
       where tenant_id = ${shop.tenantId}::uuid and run_id = ${shop.run.id}::uuid order by page`,
  );
  return rows;
}

it('merges several pages in one transaction, each with its own row in the manifest', async () => {
  const shop = await world.shop();
  const merge = await batchOf(shop, pagesOfFive(4));

  expect(await merge(0)).toEqual({ kind: 'merged', pages: 4, overtaken: 0 });

  const rows = await manifestRows(shop);
  expect(rows.map(({ page }) => page)).toEqual([0, 1, 2, 3]);
  expect(new Set(rows.map(({ xmin }) => xmin)).size).toBe(1);
});

it('begins no further page when the time is over', async () => {
  const shop = await world.shop();
  const batchId = randomUUID();
  for (const [page, listed] of pagesOfFive(2).entries()) await shop.stage(listed, { batchId, page });

  const asked = { batchId, from: 0, to: 2, executionId: shop.run.id, withinMs: 0 };
  expect(await mergeBatchPages(world.database, shop.run, asked)).toEqual({ kind: 'merged', pages: 1, overtaken: 0 });
});

it('merges the pages before one that the database refuses, then that one without its product', async () => {
  const shop = await world.shop();
  const pages = pagesOfFive(3);
  pages[1] = [...products(4, 6), product({ external_id: '10', price: 'free' })];
  const merge = await batchOf(shop, pages);

  expect([await merge(0), await merge(1), await merge(2)]).toMatchObject([{ pages: 1 }, { pages: 1 }, { pages: 1 }]);

  expect((await manifestRows(shop)).map(({ page }) => page)).toEqual([0, 1, 2]);
  expect(await productCount(shop)).toBe(14);
  expect((await shop.counts()).products).toMatchObject({ seen: 15, created: 14, rejected: 1 });
});

it('keeps the pages before one that the brake stops', async () => {
  const shop = await world.shop();
  const pagesAt = (price: string) => [products(10, 1, { price: '9.00' }), products(100, 11, { price })];
  await (await batchOf(shop, pagesAt('9.00')))(0);
  await shop.openRun();
  const merge = await batchOf(shop, pagesAt('0.00'));

  expect(await merge(0)).toEqual({ kind: 'merged', pages: 1, overtaken: 0 });
  expect(await merge(1)).toMatchObject({ kind: 'suspicious' });
  expect((await manifestRows(shop)).map(({ page }) => page)).toEqual([0]);
});

it('I5 a dry run of several pages tells all differences and writes no product', async () => {
  const shop = await world.shop();
  await (await batchOf(shop, pagesOfFive(3)))(0);
  const before = await rowVersions(shop);
  await shop.openRun();
  shop.run = { ...shop.run, dryRun: true };
  const renamed = pagesOfFive(3).map((page) => page.map((each) => ({ ...each, title: `${each.title}, new` })));

  expect(await (await batchOf(shop, renamed))(0)).toEqual({ kind: 'merged', pages: 3, overtaken: 0 });

  expect(await rowVersions(shop)).toEqual(before);
  expect((await shop.counts()).products).toMatchObject({ seen: 15, updated: 15 });
});

it('keeps the pages before one whose documents are missing, and tells of that one', async () => {
  const shop = await world.shop();
  await shop.observe(products(5, 6));
  const observation = await shop.look();
  const merge = await batchOf(shop, pagesOfFive(3));
  await shop.observe([product({ external_id: '7', title: 'Changed since it was staged' })], { observation });

  expect(await merge(0)).toEqual({ kind: 'merged', pages: 1, overtaken: 0 });
  expect(await merge(1)).toEqual({ kind: 'documents_missing', products: 1 });
});

it('I4 goes on behind the pages that an earlier attempt merged, and merges nothing twice', async () => {
  const shop = await world.shop();
  const merge = await batchOf(shop, pagesOfFive(3));
  await merge(0, 1);
  const [first] = await manifestRows(shop);

  expect(await merge(0)).toEqual({ kind: 'merged', pages: 3, overtaken: 0 });
  const all = await manifestRows(shop);
  await merge(0);

  expect(all[0]).toEqual(first);
  expect(await manifestRows(shop)).toEqual(all);
  expect((await shop.counts()).products).toMatchObject({ seen: 15, created: 15 });
});

it('tells when the run was replaced, and writes nothing', async () => {
  const shop = await world.shop();
  const merge = await batchOf(shop, pagesOfFive(2));
  const replaced = shop.run;
  await shop.openRun();
  shop.run = replaced;

  expect(await merge(0)).toEqual({ kind: 'run_replaced' });
  expect(await productCount(shop)).toBe(0);
});
