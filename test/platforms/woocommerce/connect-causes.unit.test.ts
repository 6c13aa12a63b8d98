import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { woocommerce } from '../../../src/platforms/woocommerce/woocommerce';
import { connected, credentialsOf, listing, type Shop, SURROUNDINGS, signal } from './simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

const connect = (shop: Shop, changes: Partial<ReturnType<typeof credentialsOf>> = {}) =>
  woocommerce.connect({ ...credentialsOf(shop), ...changes }, SURROUNDINGS);

const pathsOf = (shop: Shop) => shop.requestLog.map(({ path }) => path.replace(/\?.*/, ''));

describe.each([
  ['moved to another path', '/backend-api', /^\/backend-api\/wc\/v3\//],
  ['reached by index.php alone', '/index.php/wp-json', /^\/index\.php\/wp-json\/wc\/v3\//],
  ['behind plain permalinks', '?rest_route=', /^\/index\.php$/],
])('a REST API that is %s', (_, restRoot, path) => {
  const addShop = (name: string, auth: 'https' | 'plain-http') => {
    const shop = simulator.addShop({ name: `${name}${restRoot.replace(/\W/g, '-')}`, products: 12, auth });
    shop.faults.add({ answer: { restRoot } });
    return shop;
  };

  it.each(['https', 'plain-http'] as const)('is found by what the shop says, and kept (%s)', async (auth) => {
    const shop = addShop(auth, auth);
    const kept = `/${shop.name}${restRoot === '?rest_route=' ? '/index.php?rest_route=/' : restRoot}`;
    expect(await connect(shop)).toMatchObject({
      kind: 'connected',
      credentials: { rest_root: kept, variations_endpoint: true },
      facts: { name: shop.name, productCount: 12 },
    });
  });

  it('is read there without looking for it again, every product', async () => {
    const shop = addShop('read', 'plain-http');
    const store = await connected(shop);
    const asked = shop.requestLog.length;
    expect((await listing(store)).products).toHaveLength(12);
    for (const each of pathsOf(shop).slice(asked)) expect(each).toMatch(path);
    const [gone] = shop.products.keys();
    shop.trash(gone ?? '');
    expect(await store.confirmMissing({ externalIds: [String(gone)], currency: 'EUR', signal })).toMatchObject({
      answers: [{ answer: 'gone' }],
    });
  });
});

describe('a REST API elsewhere', () => {
  it('is found in the page where a cache keeps no headers', async () => {
    const shop = simulator.addShop({ name: 'cached' });
    const body = `<html><head><link rel="https://api.w.org/" href="${shop.url}/api/?a=1&#038;b=2" /></head></html>`;
    shop.faults.add({ answer: { status: 200, headers: { 'Content-Type': 'text/html' }, body } });
    expect(await connect(shop)).toMatchObject({ kind: 'unreadable' });
    expect(pathsOf(shop)).toContain('/api/wc/v3/products');
  });

  it('of another host is named and not asked', async () => {
    const shop = simulator.addShop({ name: 'other-host' });
    shop.homeUrl = 'https://www.shop.example/de';
    shop.faults.add({ answer: { restRoot: '/backend-api' } });
    expect(await connect(shop)).toMatchObject({
      kind: 'not_found',
      detail: `there is no WordPress REST API at ${shop.url}: the shop there says that it is at https://www.shop.example/de/backend-api/; connect the store with https://www.shop.example/de`,
    });
  });

  it.each(['/nowhere', '/backend-api/', '/a/folder'])('is named where %p was taken for the address', async (path) => {
    const shop = simulator.addShop({ name: `below${path.replace(/\W/g, '-')}` });
    shop.faults.add({ answer: { restRoot: '/backend-api' } });
    expect(await connect(shop, { store_url: shop.url + path })).toMatchObject({
      kind: 'not_found',
      detail: expect.stringContaining(`connect the store with ${shop.homeUrl}`),
    });
  });
});

describe('what PHP prints before WordPress sends its headers', () => {
  it('is named with what to do, not taken for a proxy that removes X-WP-Total', async () => {
    const shop = simulator.addShop({ name: 'early', products: 3 });
    shop.faults.add({ answer: { noticeBeforeHeaders: true } });
    expect(await connect(shop)).toMatchObject({
      kind: 'unreadable',
      detail: expect.stringMatching(
        /PHP printed something .*"Notice : Undefined variable: foo in \/srv\/wp-content\/plugins\/bad\/bad\.php .*WP_DEBUG_DISPLAY/,
      ),
    });
  });

  it('may be blank lines or a byte order mark, of which nothing is seen', async () => {
    const shop = simulator.addShop({ name: 'blank', products: 3 });
    const answer = { status: 200, headers: { 'Content-Type': 'text/html' }, body: '\ufeff\n[]' };
    shop.faults.add({ path: '/wc/v3/products?', answer });
    expect(await connect(shop)).toMatchObject({
      detail: expect.stringContaining('("blank lines or a byte order mark")'),
    });
  });

  it('hides no refusal, whose status then stands in its text alone', async () => {
    const shop = simulator.addShop({ name: 'early-refusal', keyOwner: 'customer' });
    shop.faults.add({ answer: { noticeBeforeHeaders: true } });
    expect(await connect(shop)).toMatchObject({ kind: 'forbidden', detail: expect.stringContaining('shop manager') });
  });

  it('is none where WordPress’s headers came: then a proxy has removed one', async () => {
    const shop = simulator.addShop({ name: 'proxy', products: 3 });
    const answer = { status: 200, headers: { 'Content-Type': 'application/json' }, body: '\n[]' };
    shop.faults.add({ path: '/wc/v3/products?', answer });
    expect(await connect(shop)).toMatchObject({ detail: expect.stringContaining('a proxy in front of the shop') });
  });
});

describe.each(['https', 'plain-http'] as const)('in a shop that speaks German (%s)', (auth) => {
  it.each([
    ['may not read', {}, /knows the key, but it may not read/, 'write'],
    ['has another secret', { consumer_secret: 'cs_another_secret' }, /consumer secret/, 'read'],
  ] as const)('a key that %s is told so', async (_, changes, words, permissions) => {
    const shop = simulator.addShop({ name: `german-${auth}-${permissions}`, auth, permissions });
    shop.faults.add({ answer: { translated: true } });
    expect(await connect(shop, changes)).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringMatching(words),
    });
  });

  it('a key that is unknown is told so', async () => {
    const shop = simulator.addShop({ name: `german-${auth}-unknown`, auth });
    shop.faults.add({ answer: { translated: true } });
    expect(await connect(shop, { consumer_key: 'ck_another_key' })).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringContaining('does not know this consumer key'),
    });
  });
});

describe('a shop that calls another host its own', () => {
  it.each(['plain-http', 'tls-proxy'] as const)('is signed for that host, and read (%s)', async (auth) => {
    const shop = simulator.addShop({ name: `home-${auth}`, products: 7, auth });
    shop.homeUrl = 'https://WWW.shop.example';
    const outcome = await connect(shop);
    expect(outcome).toMatchObject({
      kind: 'connected',
      credentials: { authentication: 'oauth_signed_http', signed_home: 'https://WWW.shop.example' },
      facts: { identity: 'www.shop.example' },
    });
    expect((await listing(await connected(shop))).products).toHaveLength(7);
  });

  it('is named where both signatures are refused', async () => {
    const shop = simulator.addShop({ name: 'home-wrong-secret' });
    shop.homeUrl = 'https://www.shop.example';
    expect(await connect(shop, { consumer_secret: 'cs_another_secret' })).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringContaining('signed for https://www.shop.example as well'),
    });
  });
});

describe('connecting anew', () => {
  const kept = (shop: Shop, authentication: 'basic' | 'query') =>
    woocommerce.connect({ ...credentialsOf(shop), authentication, variations_endpoint: true }, SURROUNDINGS);

  it('finds another way where the header is removed since', async () => {
    const shop = simulator.addShop({ name: 'stripped', auth: 'https' });
    expect(await kept(shop, 'basic')).toMatchObject({ credentials: { authentication: 'basic' } });
    shop.faults.add({ answer: { key: { auth: 'header-stripped' } } });
    expect(await kept(shop, 'basic')).toMatchObject({ credentials: { authentication: 'oauth' } });
  });

  it('stays with the kept way while that works', async () => {
    const shop = simulator.addShop({ name: 'kept', auth: 'https' });
    expect(await kept(shop, 'query')).toMatchObject({
      credentials: { ...credentialsOf(shop), authentication: 'query', variations_endpoint: true },
    });
  });
});
