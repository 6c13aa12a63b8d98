import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { connected, idsOf, type Shop, signal } from './simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
let shop: Shop;
let named = 0;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => {
  shop = simulator.addShop({ name: `shop-${named++}`, products: 8, nasty: true });
});

const ids = () => [...shop.products.keys()];
function mega() {
  const product = [...shop.products.values()].find(({ variations }) => variations.length === 144);
  if (product === undefined) throw new Error('the shop has no product with 144 variations');
  return product;
}

const asked = (externalIds: string[]) => ({ externalIds, currency: 'EUR', signal });

describe('asking for missing products', () => {
  it('I1 tells gone, binned, unpublished and alive apart, each by the store’s own word', async () => {
    const store = await connected(shop);
    const [gone = '', binned = '', draft = '', alive = ''] = ids();
    shop.remove(gone);
    shop.trash(binned);
    shop.unpublish(draft);

    const outcome = await store.confirmMissing(asked([gone, binned, draft, alive, '9007199254740993']));

    const evidence = (more: object) => ({ source: 'confirmation', checked_at: expect.any(String), ...more });
    expect(outcome).toMatchObject({
      kind: 'answers',
      answers: [
        { external_id: gone, answer: 'gone', evidence: evidence({ kind: 'not_found' }) },
        { external_id: binned, answer: 'gone', evidence: evidence({ kind: 'trashed' }) },
        { external_id: draft, answer: 'gone', evidence: evidence({ kind: 'unpublished', status: 'draft' }) },
        { external_id: alive, answer: 'alive' },
        { external_id: '9007199254740993', answer: 'alive' },
      ],
      rejected: [],
      throttledMs: 0,
    });
    expect(outcome.kind === 'answers' && idsOf(outcome.products)).toEqual(
      expect.arrayContaining([alive, '9007199254740993']),
    );
  });

  it('I1 asks for each id that the list leaves out, also when the list is wrongly empty', async () => {
    const store = await connected(shop);
    shop.faults.add({ path: 'include=', answer: { emptyArray: true } });

    const outcome = await store.confirmMissing(asked(ids().slice(0, 3)));

    expect(outcome).toMatchObject({ answers: Array(3).fill({ answer: 'alive' }), products: { length: 3 } });
    expect(shop.counters.mostInFlight).toBeLessThanOrEqual(2);
  });

  it('I1 is told of all that are in the bin by two lists, and asks one by one only for who is in neither', async () => {
    const many = simulator.addShop({ name: `bin-${named++}`, products: 60 });
    const store = await connected(many);
    const [gone = '', alive = '', ...binned] = [...many.products.keys()];
    many.remove(gone);
    for (const id of binned.slice(0, 40)) many.trash(id);
    many.resetCounters();

    const outcome = await store.confirmMissing(asked([gone, alive, ...binned.slice(0, 40)]));

    const evidence = { kind: 'trashed', source: 'confirmation', checked_at: expect.any(String) };
    expect(outcome).toMatchObject({
      answers: [
        { external_id: gone, answer: 'gone', evidence: { kind: 'not_found' } },
        { external_id: alive, answer: 'alive' },
        ...binned.slice(0, 40).map((external_id) => ({ external_id, answer: 'gone', evidence })),
      ],
    });
    expect(many.counters).toMatchObject({
      byPath: { '/wp-json/wc/v3/products': 2, [`/wp-json/wc/v3/products/${gone}`]: 1 },
    });
  });

  it.each([
    ['with another id', (id: string) => [{ id: Number(id) + 1, status: 'trash', type: 'simple' }]],
    ['with another state', (id: string) => [{ id: Number(id), status: 'publish', type: 'simple' }]],
    ['with no state', (id: string) => [{ id: Number(id) }]],
    ['with the whole bin', () => [{ id: 4711, status: 'trash', type: 'simple' }]],
    ['with no list', (id: string) => ({ id: Number(id), status: 'trash', type: 'simple' })],
  ])('I1 takes a bin that answers %s for no word, and asks', async (_, rows) => {
    const store = await connected(shop);
    const [gone = '', alive = ''] = ids();
    shop.remove(gone);
    shop.faults.add({ path: 'status=any', times: 1, answer: { emptyArray: true } });
    shop.faults.add({ path: 'status=trash', answer: { status: 200, body: JSON.stringify(rows(alive)) } });

    expect(await store.confirmMissing(asked([gone, alive]))).toMatchObject({
      answers: [
        { external_id: gone, answer: 'gone', evidence: { kind: 'not_found' } },
        { external_id: alive, answer: 'alive' },
      ],
    });
  });

  it.each([
    { html: 500 },
    { html: 403 },
    { status: 400, body: '{"code":"rest_invalid_param","message":"Invalid parameter(s): status"}' },
    { unauthorized: true },
    { truncate: true },
    { reset: true },
  ] as const)('asks one by one where the bin answers %j', async (answer) => {
    const store = await connected(shop);
    const [binned = '', gone = ''] = ids();
    shop.trash(binned);
    shop.remove(gone);
    shop.faults.add({ path: 'status=trash', answer });

    expect(await store.confirmMissing(asked([binned, gone]))).toMatchObject({
      answers: [
        { external_id: binned, answer: 'gone', evidence: { kind: 'trashed' } },
        { external_id: gone, answer: 'gone', evidence: { kind: 'not_found' } },
      ],
    });
  });

  it('waits where the bin asks for time', async () => {
    const store = await connected(shop);
    const [gone = ''] = ids();
    shop.remove(gone);
    shop.faults.add({ path: 'status=trash', answer: { status: 429, headers: { 'Retry-After': '7' } } });
    expect(await store.confirmMissing(asked([gone]))).toMatchObject({ kind: 'throttled', waitMs: 7_000 });
  });

  it.each([
    { html: 500 },
    { html: 404 },
    { truncate: true },
    { status: 200, body: '[]' },
    { status: 200, body: '{"id":1,"status":"trash","type":"simple"}' },
    { status: 404, body: '{"code":"rest_post_invalid_id","message":"Invalid"}' },
  ] as const)('I1 takes %j for no word about a product', async (answer) => {
    const store = await connected(shop);
    const [gone = '', broken = ''] = ids();
    shop.remove(gone);
    shop.remove(broken);
    shop.faults.add({ path: `/products/${broken}`, answer });
    expect(await store.confirmMissing(asked([gone, broken]))).toMatchObject({
      answers: [
        { external_id: gone, answer: 'gone' },
        { external_id: broken, answer: 'unclear', detail: expect.any(String) },
      ],
    });
  });

  it.each([
    [{ unauthorized: true }, 'credentials_rejected'],
    [{ html: 429 }, 'throttled'],
    [{ html: 403 }, 'unavailable'],
    [{ reset: true }, 'unavailable'],
  ] as const)('gives up at %j: that is the whole store’s trouble', async (answer, kind) => {
    const store = await connected(shop);
    const [gone = ''] = ids();
    shop.remove(gone);
    shop.faults.add({ path: '/products/', answer });
    expect(await store.confirmMissing(asked([gone]))).toMatchObject({ kind });
  });

  it.each([
    [{ html: 500 }, { kind: 'unavailable', status: 500 }],
    // The listing answered: a store that is not found would end the run for good.
    [{ html: 404 }, { kind: 'unavailable', status: 404 }],
    [{ truncate: true }, { kind: 'unavailable', status: 404 }],
  ] as const)(
    'gives up when one id after the other answers %j, instead of calling all unclear',
    async (answer, end) => {
      const store = await connected(shop);
      const missing = ids().slice(0, 8);
      for (const id of missing) shop.remove(id);
      shop.faults.add({ path: '/products/', answer });
      expect(await store.confirmMissing(asked(missing))).toMatchObject(end);
    },
  );

  it('leaves a product out whose variations are not all there and whose own 404 cannot be read', async () => {
    const store = await connected(shop);
    const id = String(mega().id);
    shop.faults.add({ path: '/variations', answer: { dropVariations: 1 } });
    shop.faults.add({ path: `/products/${id}?`, answer: { html: 404 } });
    expect(await store.confirmMissing(asked([id]))).toMatchObject({
      answers: [{ answer: 'alive' }],
      products: [],
      rejected: [],
    });
  });

  it('knows that the id of a variation is no product', async () => {
    const store = await connected(shop);
    const [variation] = mega().variations;
    expect(await store.confirmMissing(asked([String(variation)]))).toMatchObject({ answers: [{ answer: 'unclear' }] });
  });

  it('I7 sets a living product aside that does not map', async () => {
    const store = await connected(shop);
    const [id = ''] = ids();
    shop.writeDirectly(id, { price: 'ask us' });
    expect(await store.confirmMissing(asked([id]))).toMatchObject({
      answers: [{ answer: 'alive' }],
      products: [],
      rejected: [{ external_id: id, reason: 'price_unreadable' }],
    });
  });
});

describe('fetching by id', () => {
  it('answers whole products, and leaves out without a word what the listing does not show', async () => {
    const store = await connected(shop);
    const [binned = ''] = ids();
    shop.trash(binned);
    const big = String(mega().id);
    const outcome = await store.fetchByIds(asked([big, binned, '4711', '18446744073709551615']));
    expect(outcome).toMatchObject({ kind: 'products', rejected: [] });
    if (outcome.kind !== 'products') return;
    expect(idsOf(outcome.products)).toEqual([big, '18446744073709551615']);
    expect(outcome.products[0]?.variants).toHaveLength(144);
  });

  it('asks nothing for no ids', async () => {
    const store = await connected(shop);
    expect(await store.fetchByIds(asked([]))).toMatchObject({ products: [], requests: 0 });
  });
});

describe('describing', () => {
  it('reads the currency anew each time: it is settable at any moment', async () => {
    const store = await connected(shop);
    expect(await store.describe(signal)).toMatchObject({ currency: 'EUR' });
    shop.currency = 'CHF';
    expect(await store.describe(signal)).toMatchObject({ currency: 'CHF', productCount: shop.products.size });
  });
});
