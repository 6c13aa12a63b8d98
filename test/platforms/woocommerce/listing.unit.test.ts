import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { woocommerce } from '../../../src/platforms/woocommerce/woocommerce';
import { fetchPage } from '../fetch-page';
import { connected, credentialsOf, idsOf, listing, SURROUNDINGS, signal } from './simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

const inOrder = (ids: Iterable<string>) => [...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));

describe.each(['10.5.0', '9.9.5'] as const)('the listing of WooCommerce %s', (version) => {
  it('has every product once, in all states, with all its variations, however nasty they are', async () => {
    const shop = simulator.addShop({ name: `whole-${version}`, products: 230, nasty: true, version });
    const store = await connected(shop);

    const { products, rejected, requests } = await listing(store);

    expect(rejected).toEqual([]);
    expect(idsOf(products)).toEqual(inOrder(shop.products.keys()));
    for (const { external_id, variants } of products) {
      const variations = shop.products.get(external_id)?.variations.map(String) ?? [];
      expect(idsOf(variants)).toEqual(variations.length > 0 ? variations : [external_id]);
    }
    expect(requests).toBe(shop.counters.requests);
  });

  it('never has more than two requests in flight', async () => {
    const shop = simulator.addShop({
      name: `flight-${version}`,
      products: 60,
      variableShare: 1,
      version,
      pageTimeMs: 3,
    });
    const store = await connected(shop);
    await listing(store);
    expect(shop.counters.mostInFlight).toBe(2);
  });

  it('rejects a product whose variations do not all come, after asking for them by id and reading it again', async () => {
    const shop = simulator.addShop({ name: `short-${version}`, products: 3, variableShare: 1, version });
    const store = await connected(shop);
    shop.faults.add({ path: 'variations', answer: { dropVariations: 1 } });

    const { products, rejected } = await listing(store);

    expect([...products, ...rejected]).toHaveLength(3);
    expect(rejected[0]).toMatchObject({ reason: 'variants_incomplete', path: 'variations' });
    expect(shop.requestLog.some(({ path }) => path.includes('include='))).toBe(true);
  });

  it('finds by id the variations that a listing did not carry', async () => {
    const shop = simulator.addShop({ name: `again-${version}`, products: 1, variableShare: 1, version });
    const store = await connected(shop);
    shop.faults.add({ path: 'variations', times: 1, answer: { dropVariations: 2 } });

    const { products, rejected } = await listing(store);

    expect(rejected).toEqual([]);
    expect(idsOf(products[0]?.variants ?? [])).toEqual([...shop.products.values()][0]?.variations.map(String));
  });

  it('takes the variations that a product has by then, when one is deleted while it is read', async () => {
    const shop = simulator.addShop({ name: `deleted-${version}`, products: 1, variableShare: 1, version });
    const store = await connected(shop);
    const [parent] = shop.products.values();
    const [gone = 0n, ...stay] = parent?.variations ?? [];
    shop.faults.add({
      path: 'variations',
      times: 1,
      change: ({ removeVariation }) => removeVariation(parent?.id ?? 0n, gone),
    });

    const { products, rejected } = await listing(store);

    expect(rejected).toEqual([]);
    expect(idsOf(products[0]?.variants ?? [])).toEqual(stay.map(String));
  });
});

describe('the listing', () => {
  it('I1 loses no product that stays while others are deleted under it', async () => {
    const shop = simulator.addShop({ name: 'drift', products: 500, variableShare: 0 });
    const store = await connected(shop);
    const before = inOrder(shop.products.keys());
    let deleted = 0;
    shop.faults.add({
      path: 'offset=',
      change: () => {
        for (const id of before.slice(deleted, deleted + 40)) shop.remove(id);
        deleted += 40;
      },
    });

    const { products } = await listing(store);

    expect(deleted).toBeGreaterThan(200);
    const seen = idsOf(products);
    expect(seen).toEqual(expect.arrayContaining([...shop.products.keys()]));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('of an empty store has one page', async () => {
    const store = await connected(simulator.addShop({ name: 'empty' }));
    expect(await listing(store)).toMatchObject({ products: [], pages: 1, requests: 1 });
  });

  it('asks for smaller pages while the store stumbles, and remembers it', async () => {
    const shop = simulator.addShop({ name: 'weak', products: 130, variableShare: 0 });
    const store = await connected(shop);
    shop.faults.add({ path: 'per_page=100', answer: { html: 500 } });
    shop.faults.add({ path: 'per_page=50', answer: { truncate: true } });

    const { products } = await listing(store);

    expect(products).toHaveLength(130);
    const sizes = shop.requestLog.map(({ path }) => /per_page=(\d+)/.exec(path)?.[1]).slice(-9);
    expect(sizes).toEqual(['100', '50', '20', '20', '20', '20', '20', '20', '20', '20'].slice(-9));
  });

  it('goes back to larger pages after ten good ones', async () => {
    const shop = simulator.addShop({ name: 'recovered', products: 700, variableShare: 0 });
    const store = await connected(shop);
    shop.faults.add({ path: '/products', times: 1, answer: { html: 502 } });
    await listing(store);
    const sizes = shop.requestLog.map(({ path }) => /per_page=(\d+)/.exec(path)?.[1]).slice(-14);
    expect(sizes).toEqual(['100', ...Array(10).fill('50'), '100', '100', '100']);
  });

  it('reads on behind a notice that a plugin writes', async () => {
    const shop = simulator.addShop({ name: 'notices', products: 30 });
    const store = await connected(shop);
    shop.faults.add({ answer: { noticeBeforeJson: true } });
    expect((await listing(store)).products).toHaveLength(30);
  });

  it.each([
    [{ html: 429 }, { kind: 'throttled', waitMs: 5_000 }],
    [
      { status: 429, headers: { 'Retry-After': '7' } },
      { kind: 'throttled', waitMs: 7_000 },
    ],
    [{ html: 503 }, { kind: 'throttled', waitMs: 600_000 }],
    [{ html: 500 }, { kind: 'unavailable', status: 500 }],
    [{ unauthorized: true }, { kind: 'credentials_rejected' }],
    [{ truncate: true }, { kind: 'unreadable', status: 200 }],
    [
      { status: 200, body: '<html>Log in</html>' },
      { kind: 'unreadable', status: 200 },
    ],
    [{ status: 200, body: '{"products":[]}', headers: { 'Content-Type': 'application/json' } }, { kind: 'unreadable' }],
  ] as const)('answers %j as a problem', async (answer, problem) => {
    const shop = simulator.addShop({ name: `listing-${JSON.stringify(answer).replace(/\W/g, '')}`, products: 3 });
    const store = await connected(shop);
    shop.faults.add({ answer });
    expect(await fetchPage(store, { cursor: null, currency: 'EUR', signal })).toMatchObject(problem);
  });

  it('falls back to one request a product when the store lost its list of variations', async () => {
    const shop = simulator.addShop({ name: 'downgraded', products: 5, variableShare: 1 });
    const store = await connected(shop);
    const body = '{"code":"rest_no_route","message":"No route"}';
    shop.faults.add({
      path: '/wc/v3/variations',
      answer: { status: 404, headers: { 'Content-Type': 'application/json' }, body },
    });
    expect((await listing(store)).products).toHaveLength(5);
  });

  it('goes on from a cursor that is text, in another connection', async () => {
    const shop = simulator.addShop({ name: 'resumed', products: 350, variableShare: 0 });
    const first = await fetchPage(await connected(shop), { cursor: null, currency: 'EUR', signal });
    if (first.kind !== 'page') throw new Error(first.detail);
    const second = await fetchPage(await connected(shop), { cursor: first.nextCursor, currency: 'EUR', signal });
    if (second.kind !== 'page') throw new Error(second.detail);
    expect(idsOf([...first.products, ...second.products])).toEqual(inOrder(shop.products.keys()));
    expect(second.nextCursor).toBeNull();
  });

  it('asks for at most 10 + variations/100 + 2 pages per 1,000 products', async () => {
    const shop = simulator.addShop({ name: 'few-requests', products: 1_000 });
    const store = await connected(shop);
    const variations = [...shop.products.values()].reduce((sum, product) => sum + product.variations.length, 0);

    const { products, requests } = await listing(store);

    expect(products).toHaveLength(1_000);
    expect(variations).toBeGreaterThan(300);
    expect(requests).toBe(shop.counters.requests);
    expect(requests).toBeLessThanOrEqual(10 + variations / 100 + 2);
  });

  it.each([
    ['with few variations is made of three listings', { version: '10.5.0', variableShare: 0 }, 296],
    ['with many variations, of one', { version: '10.5.0', variableShare: 1 }, 100],
    ['of a WooCommerce without a list of variations, of one', { version: '9.9.5', variableShare: 0 }, 100],
  ] as const)('a page %s', async (name, options, expected) => {
    const store = await connected(simulator.addShop({ name: name.replace(/\W/g, ''), products: 350, ...options }));

    const page = await fetchPage(store, { cursor: null, currency: 'EUR', signal });

    expect(page).toMatchObject({ kind: 'page', products: { length: expected } });
  });

  it('makes pages of one listing on the last try, so that few products are asked for one by one', async () => {
    const shop = simulator.addShop({ name: 'last-try', products: 350, variableShare: 0 });
    const store = await connected(shop, { isLastTry: true });

    const page = await fetchPage(store, { cursor: null, currency: 'EUR', signal });

    expect(page).toMatchObject({ kind: 'page', products: { length: 100 } });
  });

  it('asks for the variations of at most 40 products at once: their ids stand in the URL', async () => {
    const shop = simulator.addShop({ name: 'many-parents', products: 297, variableShare: 0 });
    for (const [at, id] of [...shop.products.keys()].slice(1).entries()) {
      shop.patch(id, { type: 'variable' });
      shop.putVariation(id, { id: 1_000_000 + at, regular_price: '7.50' });
    }
    const store = await connected(shop);

    expect((await listing(store)).products).toHaveLength(297);
    const parents = shop.requestLog.flatMap(
      ({ path }) => /[?&]parent=([^&]*)/.exec(decodeURIComponent(path))?.[1] ?? [],
    );
    expect(parents.map((ids) => ids.split(',').length)).toEqual([40, 40, 40, 40, 37, 40, 40, 19]); // of a page of two listings, and one of one
  });

  it('ends a page before a listing that fails, and meets it again with the next', async () => {
    const shop = simulator.addShop({ name: 'fails-later', products: 350, variableShare: 0 });
    const store = await connected(shop);
    shop.faults.add({ path: 'offset=98', times: 1, answer: { html: 429 } });

    const first = await store.listPage({ cursor: null, signal });
    if (first.kind !== 'listed') throw new Error(first.detail);
    const asked = shop.counters.requests;
    expect(await store.listPage({ cursor: first.nextCursor, signal })).toMatchObject({ kind: 'throttled' });
    expect(shop.counters.requests).toBe(asked);

    const second = await fetchPage(store, { cursor: first.nextCursor, currency: 'EUR', signal });
    const page = await first.products({ currency: 'EUR', signal });
    if (page.kind !== 'page' || second.kind !== 'page') throw new Error('a page did not come');
    expect(idsOf(page.products)).toHaveLength(100);
    expect(idsOf([...page.products, ...second.products])).toEqual(inOrder(shop.products.keys()));
  });

  it('ends when its caller aborts', async () => {
    const shop = simulator.addShop({ name: 'aborted', products: 3, pageTimeMs: 20_000 });
    const caller = new AbortController();
    const credentials = credentialsOf(shop);
    const store = woocommerce.open({ credentials, renew: async () => credentials }, SURROUNDINGS);
    const page = fetchPage(store, { cursor: null, currency: 'EUR', signal: caller.signal });
    caller.abort(new Error('cancelled'));
    await expect(page).rejects.toThrow('cancelled');
  });
});
