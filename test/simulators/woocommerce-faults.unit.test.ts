import type { WooShop } from '../../simulators/woocommerce/shop';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import recordedFailures from '../fixtures/woocommerce/failures.json';
import { ask, askShop, PRODUCTS } from './woocommerce-requests';

let simulator: WooCommerceSimulator;
let shop: WooShop;
let shops = 0;

beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
beforeEach(() => {
  shop = simulator.addShop({ name: `shop-${shops++}`, products: 30, auth: 'https' });
});
afterAll(() => simulator.close());

const recorded = (name: string) => recordedFailures.find((failure) => failure.name === name);

describe('faults', () => {
  it.each([
    ['fault-404-html', { html: 404 }],
    ['fault-fatal-500', { html: 500 }],
    ['fault-maintenance-503', { html: 503 }],
    ['rate-limited-429', { status: 429 }],
    ['fault-notice-200', { noticeBeforeJson: true }],
  ] as const)('fail like the recorded %s', async (name, answer) => {
    shop.faults.add({ answer });
    const { status, headers } = await askShop(shop, PRODUCTS);
    expect(status).toBe(recorded(name)?.status);
    expect(headers.get('content-type')).toBe(recorded(name)?.headers['content-type']);
    expect(headers.get('retry-after')).toBe(recorded(name)?.headers['retry-after'] ?? null);
  });

  it('put a notice before JSON that is otherwise whole', async () => {
    shop.faults.add({ answer: { noticeBeforeJson: true } });
    const { text } = await askShop(shop, PRODUCTS);
    expect(text).toMatch(/^<br \/>\n<b>Notice<\/b>/);
    expect(JSON.parse(text.slice(text.indexOf('[')))).toHaveLength(10);
  });

  it('cut an answer short without an error of the connection', async () => {
    shop.faults.add({ answer: { truncate: true } });
    const { status, text } = await askShop(shop, PRODUCTS);
    expect(status).toBe(200);
    expect(() => JSON.parse(text)).toThrow();
  });

  it('reset a connection', async () => {
    shop.faults.add({ answer: { reset: true } });
    await expect(askShop(shop, PRODUCTS)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it('never answer a request that hangs, and count it as in flight until it is given up', async () => {
    shop.faults.add({ answer: { hang: true } });
    const waiting = new AbortController();
    const hanging = fetch(shop.url + PRODUCTS, { signal: waiting.signal });
    while (shop.counters.inFlight === 0) await new Promise(setImmediate);
    waiting.abort();
    await expect(hanging).rejects.toThrow('aborted');
    while (shop.counters.inFlight > 0) await new Promise(setImmediate);
  });

  it('delay an answer', async () => {
    shop.faults.add({ answer: { delayMs: 60 } });
    const startedAt = performance.now();
    await askShop(shop, PRODUCTS);
    expect(performance.now() - startedAt).toBeGreaterThan(55);
  });

  it('empty a list and its totals', async () => {
    shop.faults.add({ answer: { emptyArray: true } });
    const { status, json, headers } = await askShop(shop, PRODUCTS);
    expect([status, json, headers.get('x-wp-total')]).toEqual([200, [], '0']);
  });

  it('drop the credentials', async () => {
    shop.faults.add({ answer: { unauthorized: true } });
    const { status, json } = await askShop(shop, PRODUCTS);
    expect([status, json]).toMatchObject([401, { code: 'woocommerce_rest_cannot_view' }]);
  });

  it('keep variations back while the total still counts them', async () => {
    shop.load({ id: 1 }, [{ id: 2 }, { id: 3 }, { id: 4 }]);
    shop.faults.add({ answer: { dropVariations: 2 } });
    const { json, headers } = await askShop(shop, `${PRODUCTS}/1/variations`);
    expect([json, headers.get('x-wp-total')]).toEqual([[expect.objectContaining({ id: 4 })], '3']);
  });

  it('drop parameters of the query, or all of them, and keep what signs the request', async () => {
    const firstOf = async (query: string) => {
      const { json, headers } = await askShop(shop, `${PRODUCTS}?${query}`);
      const ids = (json as { id: number }[]).map(({ id }) => id);
      return [ids.length, ids[0], headers.get('x-wp-total')];
    };
    const [first] = shop.products.keys();
    const asked = 'orderby=id&order=asc&per_page=3&offset=5&_fields=id';
    shop.faults.add({ answer: { ignores: ['offset', 'page'] } });
    expect(await firstOf(asked)).toEqual([3, Number(first), '30']);
    shop.faults.clear();

    shop.faults.add({ answer: { ignores: 'all' } });
    const { json } = await askShop(shop, `${PRODUCTS}?${asked}`);
    expect(json).toHaveLength(10);
    expect(json).toEqual(expect.arrayContaining([expect.objectContaining({ name: expect.any(String) })]));
  });

  it('hide products of a list after it was counted', async () => {
    const ids = [...shop.products.keys()].map(Number);
    shop.faults.add({ answer: { hides: { from: ids[1] ?? 0, to: ids[3] ?? 0 } } });
    const { json, headers } = await askShop(shop, `${PRODUCTS}?orderby=id&order=asc&per_page=5`);
    expect((json as { id: number }[]).map(({ id }) => id)).toEqual([ids[0], ids[4]]);
    expect(headers.get('x-wp-total')).toBe('30');
  });

  it('make PHP die of one product, wherever it is part of the answer', async () => {
    const [first = 0, second = 0] = [...shop.products.keys()].map(Number);
    shop.faults.add({ answer: { diesOf: first, unlessIdsAlone: true } });
    const statusOf = async (path: string) => (await askShop(shop, PRODUCTS + path)).status;
    expect(await statusOf(`/${first}`)).toBe(500);
    expect(await statusOf(`?include=${first},${second}`)).toBe(500);
    expect(await statusOf(`?include=${second}`)).toBe(200);
    expect(await statusOf(`?include=${first}&_fields=id`)).toBe(200);
  });

  it('write comments behind JSON, lists as objects, variations as objects and quantities as text', async () => {
    shop.load({ id: 1, manage_stock: true, stock_quantity: 7 }, [{ id: 2 }, { id: 3 }]);
    shop.put({ id: 4 });
    shop.put({ id: 5 });
    shop.faults.add({ path: '/products?', answer: { listAsMap: { without: [4] } } });
    shop.faults.add({ path: '/products/1', answer: { variationsAsObjects: true } });
    shop.faults.add({ path: '/products/1', answer: { emptyTextForNone: true } });
    shop.faults.add({ path: '/products/5', answer: { emptyTextForNone: true } });
    shop.faults.add({ path: '/products/5', answer: { commentBehindJson: true } });

    const { json: map } = await askShop(shop, `${PRODUCTS}?include=1,4,5&orderby=id&order=asc&_fields=id`);
    expect(map).toEqual({ 0: { id: 1 }, 2: { id: 5 } });
    const { json: parent } = await askShop(shop, `${PRODUCTS}/1`);
    expect(parent).toMatchObject({ stock_quantity: '7', variations: [{ id: 2 }, { id: 3 }] });
    const { text } = await askShop(shop, `${PRODUCTS}/5`);
    expect(text).toMatch(/"stock_quantity":"".*}\n<!-- .* -->$/);
  });

  it('send a notice before the headers: no totals, and 200 for a refusal, whose status stands in its text', async () => {
    shop.faults.add({ answer: { noticeBeforeHeaders: true } });
    const { status, headers, text } = await askShop(shop, PRODUCTS);
    expect([status, headers.get('content-type'), headers.get('x-wp-total')]).toEqual([
      200,
      'text/html; charset=UTF-8',
      null,
    ]);
    expect(text).toMatch(/^<br \/>\n<b>Notice<\/b>/);
    const refused = await ask(shop.url + PRODUCTS);
    expect([refused.status, refused.text]).toEqual([200, expect.stringContaining('"data":{"status":401}')]);
  });

  it('move the REST API; every page says where it is', async () => {
    shop.faults.add({ answer: { restRoot: '/backend-api' } });
    const { status, headers } = await askShop(shop, PRODUCTS);
    expect([status, headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
    expect(headers.get('link')).toBe(`<${shop.homeUrl}/backend-api/>; rel="https://api.w.org/"`);
    expect((await askShop(shop, PRODUCTS.replace('/wp-json', '/backend-api'))).json).toHaveLength(10);
  });

  it('have plain permalinks: the front page everywhere, and keys read only where the address looks like the usual one', async () => {
    shop.faults.add({ answer: { restRoot: '?rest_route=' } });
    const { status, headers } = await askShop(shop, PRODUCTS);
    expect([status, headers.get('link')]).toEqual([
      200,
      `<${shop.homeUrl}/index.php?rest_route=/>; rel="https://api.w.org/"`,
    ]);
    const route = '/index.php?rest_route=/wc/v3/products';
    expect((await askShop(shop, route)).status).toBe(401);
    expect((await askShop(shop, `${route}&x=wp-json/wc/`)).json).toHaveLength(10);
  });

  it('change the key, and the language in which it is refused', async () => {
    shop.faults.add({ answer: { translated: true } });
    shop.faults.add({ answer: { key: { permissions: 'write' } } });
    expect((await askShop(shop, PRODUCTS)).json).toMatchObject({
      code: 'woocommerce_rest_authentication_error',
      message: 'Dem angegebenen API-Schlüssel fehlt das Leserecht.',
    });
    shop.faults.clear();
    expect((await askShop(shop, PRODUCTS)).status).toBe(200);
  });

  it('strike only the requests they name, and only as often as they say', async () => {
    shop.faults.add({ path: 'page=2', afterRequests: 1, times: 2, answer: { status: 502 } });
    const statuses: number[] = [];
    for (const page of [2, 1, 2, 2, 1, 2]) statuses.push((await askShop(shop, `${PRODUCTS}?page=${page}`)).status);
    expect(statuses).toEqual([200, 200, 502, 502, 200, 200]);
  });

  it('change the catalogue at the nth request and answer truly', async () => {
    shop.faults.add({
      afterRequests: 1,
      times: 1,
      change: (changed) => {
        changed.remove(100);
      },
    });
    const totals: (string | null)[] = [];
    for (let n = 0; n < 3; n++) totals.push((await askShop(shop, PRODUCTS)).headers.get('x-wp-total'));
    expect(totals).toEqual(['30', '29', '29']);
  });

  it('end when they are cleared', async () => {
    shop.faults.add({ answer: { html: 500 } });
    shop.faults.clear();
    expect((await askShop(shop, PRODUCTS)).status).toBe(200);
  });
});

describe('counters', () => {
  it('tell how many requests came, how many at once, and where', async () => {
    shop.faults.add({ answer: { delayMs: 30 } });
    const replies = await Promise.all(
      [PRODUCTS, `${PRODUCTS}?page=2`, `${PRODUCTS}/100`].map((path) => askShop(shop, path)),
    );
    expect(shop.counters).toEqual({
      requests: 3,
      bytes: replies.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
      inFlight: 0,
      mostInFlight: 3,
      byPath: { [PRODUCTS]: 2, [`${PRODUCTS}/100`]: 1 },
    });
    expect(shop.requestLog.map(({ method, status }) => [method, status])).toEqual(Array(3).fill(['GET', 200]));

    shop.resetCounters();
    expect(shop.counters).toMatchObject({ requests: 0, mostInFlight: 0, byPath: {} });
  });
});

describe('the control API', () => {
  const send = (method: string, path: string, body?: unknown) =>
    ask(`${simulator.url}/__control/shops${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  it('adds a shop that works and lists it', async () => {
    const added = await send('POST', '', { name: 'remote', products: 12, auth: 'https', currency: 'GBP' });
    expect([added.status, added.json]).toMatchObject([201, { name: 'remote', products: 12, currency: 'GBP' }]);
    expect((await askShop(simulator.shop('remote'), PRODUCTS)).status).toBe(200);
    expect((await send('GET', '')).json).toContainEqual(expect.objectContaining({ name: 'remote' }));
  });

  it('changes the catalogue, ids of any size included', async () => {
    const body = `[{"op":"put","product":{"id":9007199254740993,"name":"big"}},{"op":"trash","id":100},
      {"op":"remove","id":120},{"op":"patch","id":"140","fields":{"regular_price":"5"}},{"op":"unpublish","id":160},
      {"op":"putVariation","parentId":180,"variation":{"id":7,"regular_price":"2"}},{"op":"currency","code":"USD"}]`;
    const reply = await ask(`${simulator.url}/__control/shops/${shop.name}/changes`, { method: 'POST', body });
    expect([reply.status, reply.json]).toMatchObject([200, { products: 30, currency: 'USD' }]);
    expect(shop.products.get('9007199254740993')?.name).toBe('big');
    expect(['100', '120', '140', '160'].map((id) => shop.products.get(id)?.status ?? 'gone')).toEqual([
      'trash',
      'gone',
      expect.any(String),
      'draft',
    ]);
    expect(shop.products.get('140')?.price).toBe('5');
    expect(shop.products.get('180')?.variations).toContain(7n);
    const { text } = await send('GET', `/${shop.name}/products`);
    expect(text).toContain('"id":9007199254740993,');
  });

  it('adds faults with changes and clears them', async () => {
    const fault = { times: 1, answer: { status: 500 }, changes: [{ op: 'remove', id: 100 }] };
    await send('POST', `/${shop.name}/faults`, fault);
    expect((await askShop(shop, PRODUCTS)).status).toBe(500);
    expect(shop.products.has('100')).toBe(false);

    await send('POST', `/${shop.name}/faults`, { answer: { html: 503 } });
    await send('DELETE', `/${shop.name}/faults`);
    expect((await askShop(shop, PRODUCTS)).status).toBe(200);
    expect((await send('GET', `/${shop.name}`)).json).toMatchObject({ products: 29, counters: { requests: 2 } });
  });

  it('says what is wrong with a message it does not understand', async () => {
    for (const answer of [{ key: { owner: 'customer' } }, { restRoot: '/api' }, { translated: true }]) {
      expect((await send('POST', `/${shop.name}/faults`, { answer })).status).toBe(201);
    }
    const { status, text } = await send('POST', `/${shop.name}/faults`, { answer: { explode: true } });
    expect(status).toBe(400);
    expect(text).toContain('answer');
    expect((await send('GET', '/nobody')).status).toBe(404);
  });
});

describe('other routes', () => {
  it('tell the currency, which can change at any time', async () => {
    const currency = async () => (await askShop(shop, '/wp-json/wc/v3/data/currencies/current')).json;
    expect(await currency()).toMatchObject({ code: 'EUR' });
    shop.currency = 'JPY';
    expect(await currency()).toMatchObject({ code: 'JPY', symbol: '&yen;' });
    const setting = await askShop(shop, '/wp-json/wc/v3/settings/general/woocommerce_currency?_fields=value');
    expect(setting.json).toMatchObject({ value: 'JPY' });
  });

  it('tell the version, the settings and the categories to whoever holds a key', async () => {
    const status = await askShop(shop, '/wp-json/wc/v3/system_status?_fields=environment');
    expect(status.json).toMatchObject({ environment: { version: '10.5.0' } });
    const settings = await askShop(shop, '/wp-json/wc/v3/settings/general');
    expect(settings.json).toContainEqual(expect.objectContaining({ id: 'woocommerce_currency', value: 'EUR' }));
    const categories = await askShop(shop, '/wp-json/wc/v3/products/categories');
    expect(categories.json).toContainEqual(
      expect.objectContaining({ name: expect.any(String), count: expect.any(Number) }),
    );
  });

  it('describe the site to everybody', async () => {
    const { json } = await ask(`${shop.url}/wp-json/`);
    expect(json).toMatchObject({ home: shop.homeUrl, namespaces: expect.arrayContaining(['wc/v3']) });
  });

  it('make, list and delete webhooks', async () => {
    const authorization = `Basic ${Buffer.from(`${shop.consumerKey}:${shop.consumerSecret}`).toString('base64')}`;
    const hooks = `${shop.url}/wp-json/wc/v3/webhooks`;
    const body = JSON.stringify({ topic: 'product.updated', delivery_url: 'https://x.example/h', secret: 's' });
    const made = await ask(hooks, { method: 'POST', body, headers: { authorization } });
    expect([made.status, made.json]).toMatchObject([201, { id: 1, resource: 'product', event: 'updated' }]);
    expect(made.json).not.toHaveProperty('secret');
    expect((await askShop(shop, '/wp-json/wc/v3/webhooks')).json).toHaveLength(1);
    await ask(`${hooks}/1?force=true`, { method: 'DELETE', headers: { authorization } });
    expect((await askShop(shop, '/wp-json/wc/v3/webhooks/1')).status).toBe(404);
    expect((await ask(hooks, { method: 'POST', body: '{bad', headers: { authorization } })).json).toMatchObject({
      code: 'rest_invalid_json',
    });
  });
});

it('a web server with a buffer of 4 kB answers 502 where the Link header spells 80 parents twice', async () => {
  const options = { name: 'small-buffer', auth: 'https', headerBufferBytes: 4096 } as const;
  const products = Array.from({ length: 80 }, (_, at) => ({ id: 1_000_000 + at * 10, name: `Product ${at}` }));
  const small = simulator.addShop({ ...options, products });
  for (const { id } of products) {
    for (let nth = 1; nth <= 5; nth++) small.putVariation(id, { id: id + nth, regular_price: '5' });
  }
  // Between two pages, with the fields that a sync asks for.
  const fields =
    'id,sku,price,regular_price,global_unique_id,status,manage_stock,stock_quantity,stock_status,backorders,weight,' +
    'description,image,attributes,parent_id';
  const secondPage = (parents: number) => {
    const ids = products.slice(0, parents).map(({ id }) => id);
    return askShop(small, `/wp-json/wc/v3/variations?parent=${ids}&per_page=50&page=2&orderby=id&_fields=${fields}`);
  };

  expect((await secondPage(40)).status).toBe(200);
  const { status, text } = await secondPage(80);
  expect([status, text]).toEqual([502, expect.stringContaining('502 Bad Gateway')]);
});
