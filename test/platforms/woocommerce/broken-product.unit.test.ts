import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { woocommerce } from '../../../src/platforms/woocommerce/woocommerce';
import { fetchPage } from '../fetch-page';
import { connected, credentialsOf, idsOf, listing, SURROUNDINGS, signal } from './simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

const mugs = (ids: readonly number[]) => ids.map((id) => ({ id, name: `Mug ${id}`, regular_price: '10.00' }));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const without = (ids: readonly number[], ...gone: number[]) => ids.filter((id) => !gone.includes(id)).map(String);

/** As where pictures and orders stand between the products. */
const EVERY_SEVENTH = range(0, 60).map((index) => 100 + index * 7);

describe('a product that PHP dies of', () => {
  it.each([
    ['any answer', {}, range(101, 250), 160],
    ['more than its id', { unlessIdsAlone: true as const }, range(101, 250), 160],
    ['any answer, between others’ ids', {}, EVERY_SEVENTH, 240],
    ['any answer, and is the first', {}, EVERY_SEVENTH, 100],
    ['any answer, and is the last', {}, EVERY_SEVENTH, 520],
    ['any answer, and is the last of its page', {}, range(101, 250), 120],
  ])('costs that product alone on the last try: %s', async (name, how, ids, broken) => {
    const shop = simulator.addShop({ name: name.replace(/\W/g, '') + ids.length + broken, products: mugs(ids) });
    const store = await connected(shop, { isLastTry: true });
    shop.faults.add({ answer: { diesOf: broken, ...how } });

    const { products, rejected } = await listing(store);

    expect(idsOf(products)).toEqual(without(ids, broken));
    expect(rejected).toEqual([
      {
        external_id: String(broken),
        title: null,
        reason: 'store_error',
        path: 'id',
        message: expect.stringMatching(
          new RegExp(`/products/${broken} answered 500 internal_server_error: .*critical`),
        ),
        payload: `{"id":${broken}}`,
      },
    ]);
    expect(shop.counters.requests).toBeLessThan(60);
  });

  it('is waited for before: until the last try the page is asked for again', async () => {
    const shop = simulator.addShop({ name: 'not-last', products: mugs(range(101, 250)) });
    const store = await connected(shop);
    shop.faults.add({ answer: { diesOf: 110 } });
    expect(await fetchPage(store, { cursor: null, currency: 'EUR', signal })).toMatchObject({ kind: 'unavailable' });
    expect(shop.counters.requests).toBe(3);
  });

  it('may stand beside another one', async () => {
    const shop = simulator.addShop({ name: 'two', products: mugs(EVERY_SEVENTH) });
    const store = await connected(shop, { isLastTry: true });
    for (const diesOf of [240, 247, 303]) shop.faults.add({ answer: { diesOf } });

    const { products, rejected } = await listing(store);

    expect(idsOf(products)).toEqual(without(EVERY_SEVENTH, 240, 247, 303));
    expect(idsOf(rejected)).toEqual(['240', '247', '303']);
  });

  it('is one of which the neighbours are told where it has no id that could be found', async () => {
    const ids = [...range(101, 130), 50_000, ...range(99_001, 99_030)];
    const shop = simulator.addShop({ name: 'far', products: mugs(ids) });
    const store = await connected(shop, { isLastTry: true });
    shop.faults.add({ answer: { diesOf: 50_000 } });

    const gaps = [];
    const seen: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const page = await fetchPage(store, { cursor, currency: 'EUR', signal });
      if (page.kind !== 'page') throw new Error(page.detail);
      expect(page.rejected).toEqual([]);
      seen.push(...idsOf(page.products));
      gaps.push(...(page.gaps ?? []));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }

    expect(seen).toEqual(without(ids, 50_000));
    expect(gaps).toContainEqual({
      cause: 'product_unreadable',
      detail: expect.stringMatching(/fails to answer a product between 130 and 99001, and no id was found: .* 500/),
    });
  });

  it('keeps no shop from being connected, also when it is the first', async () => {
    const shop = simulator.addShop({ name: 'first-of-all', products: mugs(range(101, 120)) });
    shop.faults.add({ answer: { diesOf: 101 } });
    expect(await woocommerce.connect(credentialsOf(shop), SURROUNDINGS)).toMatchObject({
      kind: 'connected',
      facts: { productCount: 20 },
    });
  });
});

it('a store that fails to answer more than a few products of a page is in trouble', async () => {
  const shop = simulator.addShop({ name: 'many', products: mugs(range(101, 250)) });
  const store = await connected(shop, { isLastTry: true });
  for (const diesOf of range(103, 115)) shop.faults.add({ answer: { diesOf } });
  expect(await fetchPage(store, { cursor: null, currency: 'EUR', signal })).toMatchObject({ kind: 'unavailable' });
});

it('a store that fails to answer anything is in trouble, and is not asked row by row', async () => {
  const shop = simulator.addShop({ name: 'dead', products: mugs(range(101, 250)) });
  const store = await connected(shop, { isLastTry: true });
  shop.faults.add({ answer: { html: 500 } });
  expect(await fetchPage(store, { cursor: null, currency: 'EUR', signal })).toMatchObject({ kind: 'unavailable' });
  expect(shop.counters.requests).toBeLessThan(20);
});

describe('products by id', () => {
  const asked = { currency: 'EUR', signal };

  it('come without the one that PHP dies of, which is set aside', async () => {
    const shop = simulator.addShop({ name: 'by-id', products: mugs(range(101, 200)) });
    const store = await connected(shop, { isLastTry: true });
    shop.faults.add({ answer: { diesOf: 160 } });
    const externalIds = range(101, 200).map(String);

    expect(await store.fetchByIds({ ...asked, externalIds })).toMatchObject({
      kind: 'products',
      products: { length: 99 },
      rejected: [{ external_id: '160', reason: 'store_error' }],
    });
    expect(await store.fetchByIds({ ...asked, externalIds: ['160'] })).toMatchObject({
      products: [],
      rejected: [{ external_id: '160', reason: 'store_error' }],
    });
  });

  it('are a problem when the store answers nothing else either', async () => {
    const shop = simulator.addShop({ name: 'by-id-dead', products: mugs(range(101, 120)) });
    const store = await connected(shop, { isLastTry: true });
    shop.faults.add({ answer: { html: 500 } });
    expect(await store.fetchByIds({ ...asked, externalIds: ['110'] })).toMatchObject({ kind: 'unavailable' });
  });

  it('I1 of which one kills PHP are confirmed all the same, and that one is unclear', async () => {
    const shop = simulator.addShop({ name: 'confirm', products: mugs(range(101, 120)) });
    const store = await connected(shop, { isLastTry: true });
    shop.faults.add({ answer: { diesOf: 110 } });
    shop.remove(105);

    const outcome = await store.confirmMissing({ ...asked, externalIds: range(101, 120).map(String) });

    if (outcome.kind !== 'answers') throw new Error(outcome.detail);
    expect(outcome.answers.filter(({ answer }) => answer !== 'alive')).toMatchObject([
      { external_id: '105', answer: 'gone', evidence: { kind: 'not_found' } },
      { external_id: '110', answer: 'unclear', detail: expect.stringContaining('500') },
    ]);
    expect(idsOf(outcome.products)).toEqual(without(range(101, 120), 105, 110));
  });
});
