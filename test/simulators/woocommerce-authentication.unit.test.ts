import type { WooShop } from '../../simulators/woocommerce/shop';
import type { ShopOptions } from '../../simulators/woocommerce/shop-options';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import recordedCases from '../fixtures/woocommerce/authentication.json';
import { ask, basic, oauthUrl, PRODUCTS, type Reply } from './woocommerce-requests';

let simulator: WooCommerceSimulator;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

const ONE = `${PRODUCTS}?per_page=1&_fields=id,sku`;

type Case = { shop?: Partial<ShopOptions>; ask: (shop: WooShop) => Promise<Reply> };

const asBasic: Case['ask'] = (shop) => ask(shop.url + ONE, basic(shop));
const asStranger: Case['ask'] = (shop) => ask(shop.url + ONE);
const inQuery = (shop: WooShop, key = shop.consumerKey) =>
  ask(`${shop.url}${ONE}&consumer_key=${key}&consumer_secret=${shop.consumerSecret}`);
const signed = (shop: WooShop, signing: Parameters<typeof oauthUrl>[2] = {}) => ask(oauthUrl(shop, ONE, signing));
const overTls = { auth: 'https' } as const;

/** How each recorded case was asked; the shop speaks plain http unless the case says otherwise. */
const CASES: Readonly<Record<string, Case>> = {
  'auth-none-http': { ask: asStranger },
  'auth-none-https': { shop: overTls, ask: asStranger },
  'auth-basic-http': { ask: asBasic },
  'auth-basic-https-ok': { shop: overTls, ask: asBasic },
  'auth-basic-badkey': {
    shop: overTls,
    ask: (shop) => ask(shop.url + ONE, basic({ ...shop, consumerKey: 'ck_other' })),
  },
  'auth-basic-badsecret': {
    shop: overTls,
    ask: (shop) => ask(shop.url + ONE, basic({ ...shop, consumerSecret: 'cs_other' })),
  },
  'auth-stripped': { shop: { auth: 'header-stripped' }, ask: asBasic },
  'auth-qs-http': { ask: (shop) => inQuery(shop) },
  'auth-qs-badkey': { shop: overTls, ask: (shop) => inQuery(shop, 'x') },
  'auth-oauth-http-ok': { ask: (shop) => signed(shop) },
  'auth-oauth-badsig': { ask: (shop) => signed(shop, { secret: 'cs_other' }) },
  'auth-oauth-oldts': { ask: (shop) => signed(shop, { ageSeconds: 16 * 60 }) },
  'auth-oauth-missing': { ask: (shop) => ask(`${shop.url}${ONE}&oauth_consumer_key=${shop.consumerKey}`) },
  'auth-oauth-replay': {
    async ask(shop) {
      const url = oauthUrl(shop, ONE);
      await ask(url);
      return ask(url);
    },
  },
  'auth-customer-get': { shop: { ...overTls, keyOwner: 'customer' }, ask: asBasic },
  'auth-readonly-post': {
    shop: { ...overTls, permissions: 'read' },
    ask: (shop) => ask(shop.url + PRODUCTS, { ...basic(shop), method: 'POST', body: '{}' }),
  },
  'auth-writeonly-get': { shop: { ...overTls, permissions: 'write' }, ask: asBasic },
  'auth-restroute': {
    shop: overTls,
    ask: (shop) => ask(`${shop.url}/?rest_route=/wc/v3/products&per_page=1&_fields=id`, basic(shop)),
  },
  'auth-restroute-decoy': {
    shop: overTls,
    ask: (shop) => ask(`${shop.url}/?rest_route=/wc/v3/products&per_page=1&x=wp-json/wc/`, basic(shop)),
  },
  'tls8144-basic': { shop: { auth: 'tls-proxy' }, ask: asBasic },
  'tls8144-query': { shop: { auth: 'tls-proxy' }, ask: (shop) => inQuery(shop) },
  'tls8144-oauth-signed-https': { shop: { auth: 'tls-proxy' }, ask: (shop) => signed(shop, { scheme: 'https' }) },
  'tls8144-oauth-signed-http-sent-https': { shop: { auth: 'tls-proxy' }, ask: (shop) => signed(shop) },
};

describe('recorded authentication', () => {
  it.each(recordedCases.map((recorded) => [recorded.name, recorded] as const))('gives %s', async (name, recorded) => {
    const known = CASES[name];
    if (known === undefined) throw new Error(`no case is written for ${name}`);
    const shop = simulator.addShop({ name, products: 3, ...known.shop });

    const { status, json, headers } = await known.ask(shop);

    expect(status).toBe(recorded.status);
    if (recorded.body !== null) expect(json).toEqual(recorded.body);
    for (const header of ['vary', 'cache-control', 'allow'] as const) {
      expect([header, headers.get(header)]).toEqual([header, recorded.headers[header] ?? null]);
    }
  });
});

describe('authentication', () => {
  const add = (name: string, auth: ShopOptions['auth']) =>
    simulator.addShop({ name, products: 3, ...(auth && { auth }) });

  it('takes Basic over plain http when a proxy says the request came over TLS', async () => {
    const shop = add('forwarded', 'plain-http');
    const { authorization } = basic(shop).headers as { authorization: string };
    const reply = await ask(shop.url + ONE, { headers: { authorization, 'x-forwarded-proto': 'https' } });
    expect(reply.status).toBe(200);
  });

  it('takes the query string where the header is stripped', async () => {
    expect((await inQuery(add('stripped', 'header-stripped'))).status).toBe(200);
  });

  it.each(['SHA1', 'SHA256'] as const)('takes an OAuth signature made with %s', async (hash) => {
    expect((await signed(add(`oauth-${hash}`, 'plain-http'), { hash })).status).toBe(200);
  });

  it.each([14 * 60, -14 * 60])('takes an OAuth clock that is off by %s seconds', async (ageSeconds) => {
    expect((await signed(add(`clock${ageSeconds}`, 'plain-http'), { ageSeconds })).status).toBe(200);
  });

  it('refuses an OAuth clock that is 16 minutes ahead', async () => {
    const { json } = await signed(add('ahead', 'plain-http'), { ageSeconds: -16 * 60 });
    expect(json).toMatchObject({ message: 'Invalid timestamp.' });
  });

  it.each([
    ['include[]=100&include[]=120', 401],
    ['include=100,120', 200],
    ['include[0]=100&include[1]=120', 200],
    ['search=caf%C3%A9%20%26%20(x)%2F%E2%9C%93', 200],
  ])('answers an OAuth signature over %s with %s', async (query, status) => {
    const shop = add(`list-${encodeURIComponent(query)}`.replace(/\W/g, ''), 'plain-http');
    const { status: answered } = await ask(oauthUrl(shop, `${PRODUCTS}?${query}`));
    expect(answered).toBe(status);
  });

  it('answers 40 signed requests at once', async () => {
    const shop = add('parallel', 'plain-http');
    const replies = await Promise.all(Array.from({ length: 40 }, () => signed(shop)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
