import { LEAN_MODES } from '../../src/model/freshness/lean-product';
import { fetchPage } from '../platforms/fetch-page';
import { leanPageOf, leanReaderOf } from '../platforms/lean/groups';
import { pageOf, signal, simulatedShops } from '../platforms/shopify/shop-under-test';
import { says } from './stores/plays';

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

const asked = (text: string) => JSON.parse(text.slice(text.indexOf('\n{"') + 1)).after;

/** A shop whose first product has variants without an end. */
function openEndless(query: string) {
  const { shop, connection } = shops.open({ products: 2 });
  const [id = ''] = shop.products.keys();
  let asks = 0;
  shop.faults.add({
    match: query,
    answer: {
      play(response, question) {
        asks++;
        const first = Number(asked(question) ?? 0);
        const nodes = Array.from({ length: 2_000 }, (_, n) => ({ id: `gid://shopify/ProductVariant/${first + n}` }));
        const pageInfo = { hasNextPage: true, endCursor: String(first + 2_000) };
        const product = { variantsCount: { count: 1_000_000 }, variants: { nodes, pageInfo } };
        says(() => JSON.stringify({ data: { product } }))(response, question);
      },
    },
  });
  const [template] = shop.products.get(id)?.variants ?? [];
  if (template === undefined) throw new Error('the product has no variant');
  shop.patch(id, { variants: Array.from({ length: 300 }, (_, n) => ({ ...template, id: String(7_000_000 + n) })) });
  return { connection, id, asks: () => asks };
}

it('reads no further of a product that has variants without an end, and sets it aside', async () => {
  const { connection, id, asks } = openEndless('query ProductVariants');
  const { products, rejected } = await pageOf(connection);
  expect([products.length, rejected.map((each) => each.external_id)]).toEqual([1, [id]]);
  expect(asks()).toBeLessThan(20);
});

it.each(LEAN_MODES)('reads no further of it for its %s alone, and guesses nothing', async (mode) => {
  const { connection, id, asks } = openEndless('query LeanVariants');
  const { products, unclear } = await leanPageOf(connection, { mode });
  expect([products.length, unclear]).toEqual([1, [id]]);
  expect(asks()).toBeGreaterThan(0);
  expect(asks()).toBeLessThan(20);
});

it('takes a cursor of 3 MB for no cursor', async () => {
  const { shop, connection } = shops.open({ products: 2 });
  const cursor = 'x'.repeat(3_000_000);
  const products = { edges: [{ cursor, node: {} }], pageInfo: { hasNextPage: true, endCursor: cursor } };
  shop.faults.add({
    match: 'ProductsPage',
    answer: { play: says(() => JSON.stringify({ data: { products } })) },
  });
  const request = { cursor: null, currency: 'EUR', signal };
  expect(await fetchPage(connection, request)).toMatchObject({ kind: 'unreadable' });
  expect(await leanReaderOf(connection).listPage({ ...request, mode: 'prices' })).toMatchObject({ kind: 'unreadable' });
});
