import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { connected, idsOf, listing, type Shop } from './simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

/** Variable products 1000, 2000 … with so many variations each, numbered from theirs on. */
function fill(shop: Shop, products: number, variations: number) {
  for (let id = 1000; id <= products * 1000; id += 1000) {
    shop.put({ id, name: `Variable ${id}`, type: 'variable' });
    for (let number = 1; number <= variations; number++) {
      shop.putVariation(id, { id: id + number, regular_price: '7.50' });
    }
  }
}

const numbered = (id: number, count: number) => Array.from({ length: count }, (_, index) => String(id + index + 1));

describe.each(['10.5.0', '9.9.5'] as const)('the variations of WooCommerce %s', (version) => {
  it('are asked for by id where each page is answered by the first', async () => {
    const shop = simulator.addShop({ name: `page-${version}`, version });
    fill(shop, 2, 250);
    const store = await connected(shop);
    shop.faults.add({ path: 'variations?', answer: { ignores: ['page'] } });

    const { products, rejected, requests } = await listing(store);

    expect(rejected).toEqual([]);
    expect(products.map(({ variants }) => idsOf(variants))).toEqual([numbered(1000, 250), numbered(2000, 250)]);
    expect(requests).toBeLessThan(20);
  });

  it('end although the total never does', async () => {
    const shop = simulator.addShop({ name: `total-${version}`, version });
    fill(shop, 1, 2);
    const store = await connected(shop);
    const body = '[{"id":1001,"parent_id":1000}]';
    const headers = { 'Content-Type': 'application/json', 'X-WP-Total': '999999999999999' };
    shop.faults.add({ path: 'variations?', times: 20, answer: { status: 200, headers, body } });

    expect(await listing(store)).toMatchObject({ rejected: [{ external_id: '1000' }] });
    expect(shop.counters.requests).toBeLessThan(10);
  });
});

it('the variations of other products are not taken where a store ignores whose are asked for', async () => {
  const shop = simulator.addShop({ name: 'parent', products: 0 });
  fill(shop, 4, 130);
  const store = await connected(shop);
  shop.faults.add({ path: 'wc/v3/variations', answer: { ignores: ['parent'] } });
  shop.patch(4000, { status: 'trash' });

  const { products, rejected } = await listing(store);

  expect(rejected).toEqual([]);
  expect(products.map(({ variants }) => idsOf(variants))).toEqual([1000, 2000, 3000].map((id) => numbered(id, 130)));
  expect(Object.keys(shop.counters.byPath)).toContain('/wp-json/wc/v3/products/1000/variations');
});

it('I7 a variation that PHP dies of when it is asked for again costs its product alone, on the last try', async () => {
  const shop = simulator.addShop({ name: 'dies-again', products: 0 });
  fill(shop, 3, 3);
  const store = await connected(shop, { isLastTry: true });
  shop.faults.add({ path: 'parent=', answer: { dropVariations: 1 } });
  shop.faults.add({ path: 'include=', answer: { html: 500 } });

  const { products, rejected } = await listing(store);

  expect(idsOf(products)).toEqual(['1000', '2000']);
  expect(rejected).toMatchObject([{ external_id: '3000', reason: 'store_error', path: 'variations' }]);
});

it('a variation that a store answers beside those that were asked for by id goes to no product', async () => {
  const shop = simulator.addShop({ name: 'included', products: 0 });
  fill(shop, 2, 3);
  const store = await connected(shop);
  shop.faults.add({ path: 'parent=', answer: { dropVariations: 1 } });
  shop.faults.add({ path: 'wc/v3/variations?', answer: { ignores: ['include'] } });

  const { products, rejected } = await listing(store);

  expect(rejected).toEqual([]);
  expect(products.map(({ variants }) => idsOf(variants))).toEqual([numbered(1000, 3), numbered(2000, 3)]);
});
