import fc from 'fast-check';
import type { ShopifyShop } from '../../../../simulators/shopify/shop';
import { LEAN_MODES } from '../../../../src/model/freshness/lean-product';
import { expectGroups, leanPageOf, leanReaderOf, readAllLean } from '../../lean/groups';
import { readAll, signal, simulatedShops } from '../shop-under-test';

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

const EACH_MODE = LEAN_MODES.map((mode) => [mode] as const);

const asked = ({ requestLog }: ShopifyShop) => requestLog.map(({ query }) => query ?? '').join('\n');

describe.each(EACH_MODE)('the listing of %s', (mode) => {
  it('holds of each product what a page of the whole holds of it, whatever the catalogue', async () => {
    const catalogues = fc.record({
      products: fc.integer({ min: 0, max: 120 }),
      seed: fc.integer({ min: 1, max: 1_000 }),
      nasty: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(catalogues, async (catalogue) => {
        const { again } = shops.open(catalogue);
        const [whole, lean] = [await readAll(again), await readAllLean(again, mode)];
        expect(lean.unclear).toEqual(whole.rejected.map(({ external_id }) => external_id));
        expectGroups(lean.products, whole.products, mode);
      }),
      { numRuns: 6 },
    );
  });

  it('has all 2,048 variants of big products, and as few of them on a page', async () => {
    const { shop, again } = shops.open({ products: 5, variantsEach: 2048 });
    const whole = await readAll(again);
    const { pages, products } = await readAllLean(again, mode);

    expectGroups(products, whole.products, mode);
    expect(Math.max(...pages.map((page) => page.products.length))).toBe(2);
    expect(asked(shop)).toContain('query LeanVariants');
  });

  it('is the same for a token that may not read inventory items', async () => {
    const { shop, connection } = shops.open({ products: 40 });
    const denied = { message: 'Access denied for inventoryItem field.', path: ['products', 'inventoryItem'] };
    const body = { errors: [{ ...denied, extensions: { code: 'ACCESS_DENIED' } }] };
    shop.faults.add({ match: 'inventoryItem {', answer: { status: 200, body } });

    const [whole, lean] = [await readAll(() => connection), await readAllLean(() => connection, mode)];

    expect(whole.products).toHaveLength(40);
    expectGroups(lean.products, whole.products, mode);
  });

  it('asks for nothing but the group', async () => {
    const { shop, again } = shops.open({ products: 3, variantsEach: 60 });
    await readAllLean(again, mode);

    for (const other of ['title', 'descriptionHtml', 'media', 'collections', 'sku', 'selectedOptions']) {
      expect(asked(shop)).not.toContain(other);
    }
    expect(asked(shop).includes('inventoryQuantity')).toBe(mode === 'inventory');
    expect(asked(shop).includes('compareAtPrice')).toBe(mode === 'prices');
  });

  it('counts its requests, and goes on from a cursor in another process', async () => {
    const { shop, again } = shops.open({ products: 300 });
    const { pages, products, requests } = await readAllLean(again, mode);

    expect(requests).toBe(shop.counters.requests);
    expect(pages.length).toBeGreaterThan(1);
    expect(products.map(({ external_id }) => external_id)).toEqual([...shop.products.keys()]);
  });

  it('guesses nothing of a product whose variants do not all come', async () => {
    const { shop, connection } = shops.open({ products: 3, variantsEach: 80 });
    shop.faults.add({ answer: { dropVariants: 2 } });

    const page = await leanPageOf(connection, { mode });

    expect(page).toMatchObject({ products: [], unclear: [...shop.products.keys()] });
  });

  it('takes the variants that a page was short of from the product itself', async () => {
    const { shop, connection } = shops.open({ products: 3, variantsEach: 8 });
    shop.faults.add({ match: 'LeanProductsPage', answer: { dropVariants: 2 } });

    const { products, unclear } = await leanPageOf(connection, { mode });

    expect(products.map(({ variants }) => variants.length)).toEqual([8, 8, 8]);
    expect(unclear).toEqual([]);
  });

  it('leaves a product that Shopify fails to answer unclear on the last try, and waits for it before', async () => {
    const options = { products: 30 };
    const { shop, connection } = shops.open(options, { isLastTry: true });
    const ids = [...shop.products.keys()];
    const [, , failing = ''] = ids;
    shop.faults.add({ match: 'variants(', answer: { failsFor: { products: [failing], field: 'variants' } } });

    const { products, unclear } = await readAllLean(() => connection, mode);
    expect(products.map(({ external_id }) => external_id)).toEqual(ids.filter((id) => id !== failing));
    expect(unclear).toEqual([failing]);

    const before = shops.open(options);
    before.shop.faults.add({ match: 'variants(', answer: { failsFor: { products: [failing], field: 'variants' } } });
    const request = { mode, cursor: null, currency: 'EUR', signal };
    expect(await leanReaderOf(before.connection).listPage(request)).toMatchObject({ kind: 'unavailable' });
  });

  it.each([
    ['a node that is no object', 7, ['2'], ['product_unreadable']],
    ['a product without an id', { status: 'ACTIVE' }, ['2'], ['product_unreadable']],
    ['a product of another shape', { id: 'gid://shopify/Product/1', status: 7 }, ['2', '1'], []],
  ])('goes on beside %s', async (_, node, ids, gaps) => {
    const { shop, connection } = shops.open();
    const pageInfo = { hasNextPage: false, endCursor: null };
    const edges = [node, { id: 'gid://shopify/Product/2', status: 'ACTIVE' }].map((each) => ({
      cursor: 'c',
      node: each,
    }));
    const body = { data: { products: { edges, pageInfo } } };
    shop.faults.add({ match: 'LeanProductsPage', answer: { status: 200, body } });

    const page = await leanPageOf(connection, { mode });

    expect(page.products).toEqual([]);
    expect(page.unclear.toSorted()).toEqual(ids.toSorted());
    expect(page.gaps?.map(({ cause }) => cause)).toEqual(gaps);
  });

  it('has an end where the shop goes in circles', async () => {
    const { shop, connection } = shops.open({ products: 30 });
    shop.faults.add({ match: 'LeanProductsPage', answer: { circles: true } });

    await expect(readAllLean(() => connection, mode)).rejects.toThrow('showed no new product in 10 pages');
    expect(shop.counters.requests).toBeLessThan(20);
  });

  it.each([
    ['a web page as HTTP 200', { html: 200 }, 'unreadable'],
    ['JSON that was cut off', { truncate: true as const }, 'unreadable'],
    ['no list', { status: 200, body: { data: { products: { edges: 'none' } } } }, 'unreadable'],
    ['a refused token', { status: 401 }, 'credentials_rejected'],
  ])('says so where %s comes', async (_, answer, kind) => {
    const { shop, connection } = shops.open({ products: 3 });
    shop.faults.add({ match: 'LeanProductsPage', answer });
    const request = { mode, cursor: null, currency: 'EUR', signal };
    expect(await leanReaderOf(connection).listPage(request)).toMatchObject({ kind });
  });

  it('stays within a bucket of Standard size', async () => {
    const { shop, again } = shops.open({ products: 600, bucket: { maximum: 2000, restoreRate: 100 } });
    const { products } = await readAllLean(again, mode);
    expect(products).toHaveLength(600);
    expect(shop.counters.throttled).toBe(0);
  });
});
