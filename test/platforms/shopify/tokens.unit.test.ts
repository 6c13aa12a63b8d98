import { shopify } from '../../../src/platforms/shopify/shopify';
import { fetchPage } from '../fetch-page';
import { keeping, pageOf, signal, simulatedShops } from './shop-under-test';

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

const CLIENT = { client_id: 'client-1', client_secret: 'shpss_secret' };

function appShop(options = {}) {
  const { shop } = shops.open({
    products: 3,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    ...options,
  });
  return { shop, credentials: { shop_domain: shop.domain, ...CLIENT } };
}

async function connected(credentials: { shop_domain: string; client_id: string; client_secret: string }) {
  const outcome = await shopify.connect(credentials, shops.surroundings());
  if (outcome.kind !== 'connected') throw new Error(`${outcome.kind}: ${outcome.detail}`);
  return outcome.credentials;
}

describe('credentials', () => {
  it.each([
    'halden.myshopify.com',
    'HALDEN.myshopify.com',
    'https://halden.myshopify.com/',
    'https://halden.myshopify.com/admin',
    ' http://Halden.MyShopify.com/admin/products?x=1 ',
  ])('have one spelling of the shop: %s', (shop_domain) => {
    const credentials = shopify.credentials.parse({ shop_domain, access_token: 'shpat_1' });
    expect(shopify.address(credentials)).toBe('halden.myshopify.com');
  });

  it.each([
    'halden.com',
    'myshopify.com',
    'halden.myshopify.com.evil.example',
    'evil.example/halden.myshopify.com',
    'evil.example#.myshopify.com',
    'user@halden.myshopify.com',
    'halden.myshopify.com:8080',
    '-halden.myshopify.com',
    '127.0.0.1',
    '',
  ])('refuse the shop domain "%s"', (shop_domain) => {
    expect(shopify.credentials.safeParse({ shop_domain, access_token: 'shpat_1' }).success).toBe(false);
  });

  it.each([
    [{ access_token: 'a', client_id: 'b', client_secret: 'c' }],
    [{ client_id: 'b' }],
    [{ ...CLIENT, expires_at: '2026-11-25T00:00:00Z' }],
    [{ access_token: 'a', more: true }],
    [{}],
  ])('are either a token or a client: not %j', (fields) => {
    expect(shopify.credentials.safeParse({ shop_domain: 'halden.myshopify.com', ...fields }).success).toBe(false);
  });

  it('say what belongs together', () => {
    const { error } = shopify.credentials.safeParse({ shop_domain: 'halden.myshopify.com', client_id: 'b' });
    expect(error?.issues.map(({ message }) => message)).toEqual([
      'must be shop_domain with access_token, or shop_domain with client_id and client_secret',
    ]);
  });

  it('with a line break in the token are refused before a header is made of it', () => {
    const credentials = { shop_domain: 'halden.myshopify.com', access_token: 'shpat_1\nx-other: 1' };
    expect(shopify.credentials.safeParse(credentials).success).toBe(false);
  });

  it('are kept with what connecting found out', () => {
    const kept = {
      shop_domain: 'halden.myshopify.com',
      ...CLIENT,
      access_token: 'shpat_1',
      expires_at: '2026-11-26T00:00:00.000Z',
    };
    expect(shopify.keptCredentials.parse(kept)).toEqual(kept);
  });
});

describe('connecting', () => {
  it('tells who the shop is', async () => {
    const { shop } = shops.open({ products: 12, currency: 'SEK', shopId: '777' });
    const credentials = { shop_domain: shop.domain, access_token: shop.accessToken };

    expect(await shopify.connect(credentials, shops.surroundings())).toMatchObject({
      kind: 'connected',
      credentials,
      facts: {
        currency: 'SEK',
        productCount: 12,
        identity: 'gid://shopify/Shop/777',
        storeTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        abilities: {
          api_version: '2026-10',
          myshopify_domain: shop.domain,
          scopes: ['read_inventory', 'read_products'],
          missing_scopes: [],
        },
      },
    });
  });

  it('counts beyond 10,000 products', async () => {
    const { connection } = shops.open({ products: 10_001, variantsEach: 1 });
    expect(await connection.describe(signal)).toMatchObject({ kind: 'facts', productCount: 10_001 });
  });

  it('with read_products alone misses nothing', async () => {
    const { connection } = shops.open({ products: 2, scopes: ['read_products'] });
    const facts = await connection.describe(signal);

    expect(facts).toMatchObject({ abilities: { scopes: ['read_products'], missing_scopes: [] } });
    expect((await pageOf(connection)).products).toHaveLength(2);
  });

  it('without read_products names the scope', async () => {
    const { shop } = shops.open({ products: 2, scopes: ['read_orders'] });
    const credentials = { shop_domain: shop.domain, access_token: shop.accessToken };

    expect(await shopify.connect(credentials, shops.surroundings())).toEqual({
      kind: 'forbidden',
      detail: expect.stringContaining('lacks the scope read_products (it has read_orders)'),
    });
  });

  it('with a wrong token is refused, without saying the token', async () => {
    const { shop } = shops.open();
    const outcome = await shopify.connect(
      { shop_domain: shop.domain, access_token: 'shpat_wrong' },
      shops.surroundings(),
    );

    expect(outcome.kind).toBe('credentials_rejected');
    expect(JSON.stringify(outcome)).not.toContain('shpat_wrong');
  });

  it('to a shop that is not there says so', async () => {
    const credentials = { shop_domain: 'nobody.myshopify.com', access_token: 'shpat_1' };
    expect((await shopify.connect(credentials, shops.surroundings())).kind).toBe('not_found');
  });

  it('of an app keeps the token that it was granted', async () => {
    const { shop, credentials } = appShop();
    const kept = await connected(credentials);

    expect(kept).toEqual({
      ...credentials,
      access_token: expect.stringMatching(/^shpat_/),
      expires_at: expect.stringMatching(/Z$/),
    });
    expect(shop.counters.tokensIssued).toBe(1);
  });

  it.each(['app_not_installed', 'shop_not_permitted'] as const)(
    'of an app says why it is refused: %s',
    async (refusal) => {
      const { shop, credentials } = appShop();
      shop.grantRefusal = refusal;
      const outcome = await shopify.connect(credentials, shops.surroundings());

      expect(outcome).toMatchObject({
        kind: 'credentials_rejected',
        detail: expect.stringMatching(refusal === 'app_not_installed' ? /install it/ : /use an access token instead/),
      });
    },
  );

  it('of an app with a wrong secret says so, without the secret', async () => {
    const { credentials } = appShop();
    const outcome = await shopify.connect({ ...credentials, client_secret: 'shpss_wrong' }, shops.surroundings());

    expect(outcome.kind).toBe('credentials_rejected');
    expect(JSON.stringify(outcome)).not.toContain('shpss_wrong');
  });
});

describe('the token of an app', () => {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();

  it('is used while it is good', async () => {
    const { shop, credentials } = appShop();
    const { access, kept } = keeping(await connected(credentials));

    await pageOf(shopify.open(access, shops.surroundings()));

    expect(kept.renewals).toBe(0);
    expect(shop.counters.tokensIssued).toBe(1);
  });

  it('is renewed 5 minutes before its end, and kept', async () => {
    const { shop, credentials } = appShop();
    const old = await connected(credentials);
    const { access, kept } = keeping({ ...old, expires_at: at(4 * 60_000) });

    const connection = shopify.open(access, shops.surroundings());
    await pageOf(connection);
    await pageOf(connection);

    expect(kept.renewals).toBe(1);
    expect(kept.credentials.access_token).not.toBe(old.access_token);
    expect(shop.counters.tokensIssued).toBe(2);
  });

  it('is renewed once when the shop refuses it, and the request is sent again', async () => {
    const { shop, credentials } = appShop();
    const { access, kept } = keeping(await connected(credentials));
    shop.revokeToken();

    const page = await pageOf(shopify.open(access, shops.surroundings()));

    expect(page.products).toHaveLength(3);
    expect(kept.renewals).toBe(1);
  });

  it('is renewed once for two connections at the same time', async () => {
    const { shop, credentials } = appShop();
    const { access, kept } = keeping(await connected(credentials));
    shop.revokeToken();

    await Promise.all([1, 2, 3].map(() => pageOf(shopify.open(access, shops.surroundings()))));

    expect(kept.renewals).toBe(1);
    expect(shop.counters.tokensIssued).toBe(2);
  });

  it('that is refused although it is new ends the matter', async () => {
    const { shop, credentials } = appShop();
    const { access } = keeping(await connected(credentials));
    shop.faults.add({ match: 'query', answer: { status: 401 } });

    const outcome = await fetchPage(shopify.open(access, shops.surroundings()), {
      cursor: null,
      currency: 'EUR',
      signal,
    });

    expect(outcome.kind).toBe('credentials_rejected');
    expect(shop.counters.tokensIssued).toBe(2);
  });

  it('that cannot be renewed says why', async () => {
    const { shop, credentials } = appShop();
    const { access } = keeping(await connected(credentials));
    shop.revokeToken();
    shop.grantRefusal = 'app_not_installed';

    expect(await shopify.open(access, shops.surroundings()).describe(signal)).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringContaining('not installed'),
    });
  });
});

it('a permanent token that the shop refuses is not tried again', async () => {
  const { shop, connection } = shops.open();
  shop.rotateToken();

  expect((await connection.describe(signal)).kind).toBe('credentials_rejected');
  expect(shop.counters.requests).toBe(1);
});

it('an origin of http or a private one is only what the operator names', async () => {
  const { shop } = shops.open();
  const credentials = { shop_domain: shop.domain, access_token: shop.accessToken };
  const outcome = await shopify.connect(credentials, shops.surroundings());

  expect(shops.surroundings().allowPrivateStores).toBe(false);
  expect(outcome.kind).toBe('connected');
});
