import { startWooCommerceSimulator } from '../../../../simulators/woocommerce/start';
import { LEAN_MODES } from '../../../../src/model/freshness/lean-product';
import { leanPageOf, leanReaderOf, readAllLean } from '../../lean/groups';
import { connected, idsOf, signal } from '../simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

const EACH_MODE = LEAN_MODES.map((mode) => [mode] as const);
const HEADERS = { 'Content-Type': 'application/json', 'X-WP-Total': '3' };

const mugs = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: 101 + at, name: `Mug ${at}`, regular_price: '10.00' }));

let made = 0;
async function open({ products = 3, variableShare = 0 } = {}) {
  const shop = simulator.addShop({ name: `hostile-${++made}`, products, variableShare });
  return { shop, store: await connected(shop) };
}

async function openMugs(count: number) {
  const shop = simulator.addShop({ name: `hostile-${++made}`, products: mugs(count) });
  return { shop, store: await connected(shop) };
}

describe.each(EACH_MODE)('where %s is listed', (mode) => {
  const request = { mode, cursor: null, currency: 'EUR', signal };

  it.each([
    ['rows that are no objects', [7, 'seven', null], 'it has entries without an id'],
    ['rows without an id', [{ status: 'publish' }], 'it has entries without an id'],
    ['an object', { products: [] }, 'is no list of products: an object came'],
    ['more rows than a page may have', Array.from({ length: 1_001 }, (_, id) => ({ id })), '1000 are the most'],
  ])('%s are no page', async (_, rows, detail) => {
    const { shop, store } = await open();
    shop.faults.add({ path: 'offset=', answer: { status: 200, headers: HEADERS, body: JSON.stringify(rows) } });
    expect(await leanReaderOf(store).listPage(request)).toMatchObject({
      kind: 'unreadable',
      detail: expect.stringContaining(detail),
    });
  });

  it.each([
    ['that are no objects', [7], 'it has entries without an id'],
    ['beyond what a page may have', Array.from({ length: 1_001 }, (_, id) => ({ id })), '1000 are the most'],
  ])('variations %s are none', async (_, rows, detail) => {
    const { shop, store } = await open({ variableShare: 1 });
    shop.faults.add({ path: '/variations', answer: { status: 200, headers: HEADERS, body: JSON.stringify(rows) } });
    expect(await leanReaderOf(store).listPage(request)).toMatchObject({
      kind: 'unreadable',
      detail: expect.stringContaining(detail),
    });
  });

  it('a row whose fields are of another shape costs that product alone', async () => {
    const { shop, store } = await open({ products: 3 });
    const [, odd = ''] = [...shop.products.keys()];
    shop.writeDirectly(odd, { status: null, price: [], stock_status: {} });

    const { products, unclear } = await readAllLean(() => store, mode);

    expect(unclear).toEqual([odd]);
    expect(products).toHaveLength(2);
  });

  it('a product that names more variations than one may have is asked for none of them', async () => {
    const { shop, store } = await open({ products: 2 });
    const [huge = ''] = shop.products.keys();
    shop.writeDirectly(huge, { variations: Array.from({ length: 10_001 }, (_, at) => 1_000_000 + at) });

    const { unclear, requests } = await readAllLean(() => store, mode);

    expect(unclear).toEqual([huge]);
    expect(requests).toBe(1);
  });

  it('a store that answers every offset with the first page ends it at once', async () => {
    const { shop, store } = await openMugs(250);
    shop.faults.add({ answer: { ignores: ['offset', 'page'] } });
    await expect(readAllLean(() => store, mode)).rejects.toThrow('ignores the parameter');
    expect(shop.counters.requests).toBeLessThan(10);
  });

  it('rows that a plugin hides after they were counted leave a gap, and all others are read', async () => {
    const { shop, store } = await openMugs(330);
    shop.faults.add({ answer: { hides: { from: 170, to: 229 } } });

    const { products, gaps } = await readAllLean(() => store, mode);

    expect(products).toHaveLength(270);
    expect(gaps[0]).toMatchObject({ cause: 'rows_hidden' });
  });

  it('a total that promises what never comes has an end', async () => {
    const { shop, store } = await openMugs(30);
    const headers = { ...HEADERS, 'X-WP-Total': '100000' };
    shop.faults.add({ path: 'offset=', afterRequests: 1, answer: { status: 200, headers, body: '[]' } });

    const { products } = await readAllLean(() => store, mode);

    expect(products).toHaveLength(30);
    expect(shop.counters.requests).toBeLessThan(100);
  });

  it('variations without an end are read no further than their products name', async () => {
    const { shop, store } = await open({ products: 2, variableShare: 1 });
    const [parent] = shop.products.values();
    let next = 50_000_000;
    const body = () =>
      JSON.stringify(
        Array.from({ length: 100 }, () => ({
          id: next++,
          parent_id: Number(parent?.id),
          status: 'publish',
          manage_stock: false,
          stock_status: 'instock',
        })),
      );
    shop.faults.add({
      path: '/variations',
      answer: {
        play(response) {
          const text = body();
          response.writeHead(200, { ...HEADERS, 'X-WP-Total': '100000000', 'Content-Length': Buffer.byteLength(text) });
          response.end(text);
        },
      },
    });

    const page = await leanPageOf(store, { mode });

    expect(idsOf(page.products)).not.toContain(String(parent?.id));
    expect(page.unclear).toContain(String(parent?.id));
    expect(shop.counters.requests).toBeLessThan(500);
  });
});
