import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { groupParents } from '../../../src/platforms/woocommerce/variations/group-parents';
import { connected, idsOf, listing, type Shop } from './simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

/** nginx's own, which WordPress' `Link` header fills first. */
const NGINX = { headerBufferBytes: 4096 };

function vary(shop: Shop, { every, each }: { every: number; each: number }): void {
  for (const [at, id] of [...shop.products.keys()].entries()) {
    if (at % every !== 0) continue;
    shop.patch(id, { type: 'variable' });
    for (let nth = 0; nth < each; nth++)
      shop.putVariation(id, { id: 10_000_000 + at * 20 + nth, regular_price: '7.50' });
  }
}

const parentsAsked = (shop: Shop) =>
  shop.requestLog.flatMap(
    ({ path }) => /[?&]parent=([^&]*)/.exec(decodeURIComponent(path))?.[1]?.split(',').length ?? [],
  );
const refused = (shop: Shop) => shop.requestLog.filter(({ status }) => status === 502);

describe('products whose variations are asked for together', () => {
  const parent = (id: number, variations: number) => ({
    id: String(id),
    variationIds: Array.from({ length: variations }, (_, at) => String(at)),
  });
  const groups = (counts: number[], pageSize: number) =>
    groupParents(
      counts.map((count, id) => parent(id, count)),
      pageSize,
    ).map((group) => group.map(({ variationIds }) => variationIds.length));

  it.each([
    [[50, 50, 1], 100, [[50, 50], [1]]],
    [
      [40, 51, 49, 60],
      100,
      [
        [60, 40],
        [51, 49],
      ],
    ],
    // 144 of them are two pages, whose second one has room.
    [[3, 144, 53, 4], 100, [[144, 53, 3], [4]]],
    [[0, 0, 20, 1], 20, [[20, 0, 0], [1]]],
    [[], 100, []],
  ])('have %j variations, of which a page takes %i: %j', (counts, pageSize, expected) => {
    expect(groups(counts, pageSize)).toEqual(expected);
  });

  it('are 40 at most', () => {
    expect(groups(Array(100).fill(1), 100).map(({ length }) => length)).toEqual([40, 40, 20]);
  });
});

it('needs 17.5 requests per 1,000 products where every fifth has 3 variations', async () => {
  const shop = simulator.addShop({ name: 'every-fifth', products: 2_000, variableShare: 0 });
  vary(shop, { every: 5, each: 3 });
  const store = await connected(shop);

  const { products, rejected } = await listing(store);

  expect([products.length, rejected.length]).toEqual([2_000, 0]);
  expect(shop.counters.requests / 2).toBe(17.5);
});

it('gets every page past a web server that takes headers of 4 kB', async () => {
  const shop = simulator.addShop({ name: 'nginx', products: 230, variableShare: 0, ...NGINX });
  vary(shop, { every: 1, each: 4 });
  const store = await connected(shop);

  const { products, rejected } = await listing(store);

  expect(idsOf(products)).toHaveLength(230);
  expect([rejected, refused(shop)]).toEqual([[], []]);
  expect(Math.max(...parentsAsked(shop))).toBe(25);
});

it('also where the shop has more variations than its products say', async () => {
  const shop = simulator.addShop({ name: 'nginx-stale', products: 100, variableShare: 0, ...NGINX });
  vary(shop, { every: 1, each: 6 });
  for (const { id, variations } of shop.products.values())
    shop.writeDirectly(id, { variations: variations.slice(0, 1) });
  const store = await connected(shop);

  const { products } = await listing(store);

  expect(products.map(({ variants }) => variants.length)).toEqual(Array(100).fill(6));
  expect(shop.requestLog.some(({ path }) => /page=2&parent/.test(path))).toBe(true);
  expect([Math.max(...parentsAsked(shop)), refused(shop)]).toEqual([40, []]);
});
