import { randomUUID } from 'node:crypto';
import { type BatchPagesOutcome, mergeBatchPages } from '../../src/catalog/merge-batch-pages';
import type { CanonicalProduct } from '../../src/catalog/product';
import { type CatalogueWorld, catalogueWorld, type Shop } from './catalogue-world';
import { product, products } from './products';
import { productCount } from './rows';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

/** Pages of five products each, and what merges the batch from one of them on. */
async function batchOf(shop: Shop, pages: readonly CanonicalProduct[][]) {
  const batchId = randomUUID();
  for (const [page, listed] of pages.entries()) await shop.stage(listed, { batchId, page });
  return (from: number): Promise<BatchPagesOutcome> =>
    mergeBatchPages(world.database, shop.run, { batchId, from, to: pages.length, executionId: shop.run.id });
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

/** Asks until all pages are merged; answers how many each transaction took. */
async function mergeAll(merge: (from: number) => Promise<BatchPagesOutcome>, to: number): Promise<number[]> {
  const steps: number[] = [];
  for (let from = 0; from < to; from += steps.at(-1) ?? 0) {
    const outcome = await merge(from);
    if (outcome.kind !== 'merged') throw new Error(outcome.kind);
    steps.push(outcome.pages);
  }
  return steps;
}

it('merges several quick pages in one transaction, each with its own row in the manifest', async () => {
  const shop = await world.shop();
  await mergeAll(await batchOf(shop, pagesOfFive(4)), 4);
  await shop.openRun();

  const steps = await mergeAll(await batchOf(shop, pagesOfFive(4)), 4);

  const rows = await manifestRows(shop);
  expect(rows.map(({ page }) => page)).toEqual([0, 1, 2, 3]);
  expect(new Set(rows.map(({ xmin }) => xmin)).size).toBe(steps.length);
  expect(steps.length).toBeLessThan(4);
});

it('merges the pages before one that the database refuses, then that one without its product', async () => {
  const shop = await world.shop();
  const pages = pagesOfFive(3);
  pages[1] = [...products(4, 6), product({ external_id: '10', price: 'free' })];

  await mergeAll(await batchOf(shop, pages), 3);

  expect((await manifestRows(shop)).map(({ page }) => page)).toEqual([0, 1, 2]);
  expect(await productCount(shop)).toBe(14);
  expect((await shop.counts()).products).toMatchObject({ seen: 15, created: 14, rejected: 1 });
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

it('I4 merges nothing twice when it is asked again', async () => {
  const shop = await world.shop();
  const merge = await batchOf(shop, pagesOfFive(2));
  await mergeAll(merge, 2);
  const before = await manifestRows(shop);

  await mergeAll(merge, 2);

  expect(await manifestRows(shop)).toEqual(before);
  expect((await shop.counts()).products).toMatchObject({ seen: 10, created: 10 });
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
