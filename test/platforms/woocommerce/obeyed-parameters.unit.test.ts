import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import type { ListingGap } from '../../../src/model/listing';
import { isProblem } from '../../../src/platforms/problem';
import type { StoreConnection } from '../../../src/platforms/store-platform';
import { woocommerce } from '../../../src/platforms/woocommerce/woocommerce';
import { fetchPage } from '../fetch-page';
import { connected, credentialsOf, idsOf, type Shop, SURROUNDINGS, signal } from './simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

const from101 = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: 101 + index,
    name: `Mug ${101 + index}`,
    regular_price: '10.00',
    // Newest first where a shop lists by date.
    date_created_gmt: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString().slice(0, 19),
  }));

const connect = (shop: Shop) => woocommerce.connect(credentialsOf(shop), SURROUNDINGS);

/** Reads to the end, or to the problem that ends it. */
async function readToTheEnd(store: StoreConnection) {
  const ids: string[] = [];
  const gaps: ListingGap[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await fetchPage(store, { cursor, currency: 'EUR', signal });
    if (isProblem(page)) return { ids, gaps, problem: page };
    ids.push(...idsOf(page.products));
    gaps.push(...(page.gaps ?? []));
    if (page.nextCursor === null) return { ids, gaps, problem: null };
    cursor = page.nextCursor;
  }
}

describe('a store that answers every offset with the first page', () => {
  it('is not connected, and told what to do', async () => {
    const shop = simulator.addShop({ name: 'offset-connect', products: from101(250) });
    shop.faults.add({ answer: { ignores: ['offset', 'page'] } });
    expect(await connect(shop)).toMatchObject({
      kind: 'not_supported',
      detail: expect.stringMatching(/whatever the offset: a plugin or a cache .* ignores the parameter\. Leave/),
    });
  });

  it('ends a listing at once, behind what it showed', async () => {
    const shop = simulator.addShop({ name: 'offset-run', products: from101(250) });
    const store = await connected(shop);
    shop.faults.add({ answer: { ignores: ['offset', 'page'] } });

    const { ids, problem } = await readToTheEnd(store);

    expect(ids).toEqual(from101(100).map(({ id }) => String(id)));
    expect(problem).toMatchObject({ kind: 'unreadable', cause: 'parameters_ignored' });
    expect(shop.counters.requests).toBeLessThan(10);
  });

  it('is read whole as long as everything is on its first page', async () => {
    const shop = simulator.addShop({ name: 'offset-small', products: from101(50) });
    const store = await connected(shop);
    shop.faults.add({ answer: { ignores: ['offset', 'page'] } });
    expect(await readToTheEnd(store)).toMatchObject({ ids: { length: 50 }, problem: null });
  });
});

describe('a web server that drops the query', () => {
  it('is told when the store is connected: ten whole products came where one id was asked for', async () => {
    const shop = simulator.addShop({ name: 'query-connect', products: from101(35) });
    shop.faults.add({ answer: { ignores: 'all' } });
    expect(await connect(shop)).toMatchObject({
      kind: 'not_supported',
      detail: expect.stringMatching(
        /same 10 of 35 products .*: the query does not reach WordPress\. Let the web server/,
      ),
    });
  });

  it('is told before a listing begins, and by its first page', async () => {
    const shop = simulator.addShop({ name: 'query-run', products: from101(35) });
    const store = await connected(shop);
    shop.faults.add({ answer: { ignores: 'all' } });

    const ignored = { kind: 'unreadable', cause: 'parameters_ignored', detail: expect.stringContaining('query') };
    expect(await store.describe(signal)).toMatchObject(ignored);
    expect(await readToTheEnd(store)).toMatchObject({ ids: [], problem: ignored });
    expect(shop.counters.requests).toBeLessThan(20);
  });
});

describe('a store that does not obey in what does not matter', () => {
  it('is connected, and read to the total it promises, with pages of its own size', async () => {
    const shop = simulator.addShop({ name: 'own-size', products: from101(35) });
    shop.faults.add({ answer: { ignores: ['per_page'] } });
    const { ids, problem, gaps } = await readToTheEnd(await connected(shop));
    expect([ids, problem]).toEqual([from101(35).map(({ id }) => String(id)), null]);
    expect(gaps).toEqual([]);
  });

  it('is read to the end in an order of its own, and never taken for whole', async () => {
    const shop = simulator.addShop({ name: 'own-order', products: from101(250) });
    shop.faults.add({ answer: { ignores: ['order', 'orderby'] } });
    const { ids, problem, gaps } = await readToTheEnd(await connected(shop));
    expect([new Set(ids).size, problem]).toEqual([250, null]);
    expect(gaps).toContainEqual({ cause: 'order_ignored', detail: expect.stringContaining('order of its own') });
  });

  it('is asked for products by id, and what it answers beside them is not taken', async () => {
    const shop = simulator.addShop({ name: 'own-ids', products: from101(35) });
    const store = await connected(shop);
    shop.faults.add({ answer: { ignores: ['include'] } });
    const asked = await store.fetchByIds({ externalIds: ['102', '130'], currency: 'EUR', signal });
    expect('products' in asked && idsOf(asked.products)).toEqual(['102', '130']);
    expect(await store.confirmMissing({ externalIds: ['130', '7'], currency: 'EUR', signal })).toMatchObject({
      answers: [
        { external_id: '130', answer: 'alive' },
        { external_id: '7', answer: 'gone' },
      ],
    });
  });
});

it('products that a plugin hides after they were counted leave a gap, and all others are read', async () => {
  const shop = simulator.addShop({ name: 'hidden', products: from101(330) });
  const store = await connected(shop);
  shop.faults.add({ answer: { hides: { from: 170, to: 229 } } });

  const { ids, gaps, problem } = await readToTheEnd(store);

  const isShown = (id: number) => id < 170 || id > 229;
  expect([ids, problem]).toEqual([
    from101(330)
      .map(({ id }) => id)
      .filter(isShown)
      .map(String),
    null,
  ]);
  expect(ids).toHaveLength(270);
  expect(gaps[0]).toEqual({
    cause: 'rows_hidden',
    detail: expect.stringMatching(/near place 68 of 330: a plugin hides/),
  });
  expect(shop.counters.requests).toBeLessThan(10);
});
