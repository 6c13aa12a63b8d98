import type { ShopOptions } from '../../../simulators/shopify/shop-options';
import { shopify } from '../../../src/platforms/shopify/shopify';
import { scopeOf, topicOf } from '../../../src/platforms/shopify/webhooks/topics';
import { signal, simulatedShops } from './shop-under-test';

const URL_HERE = 'https://sync.example/webhooks/shopify/1';
const TOPICS = shopify.webhooks?.topics ?? [];

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

function open(options: Partial<ShopOptions> = {}) {
  const { shop, connection } = shops.open(options);
  const { webhooks: registrar } = connection;
  if (registrar === undefined) throw new Error('the platform has webhooks');
  const register = (topic: string, deliveryUrl = URL_HERE) =>
    registrar.register({ topic, deliveryUrl, secret: 'unused', signal });
  return { subscriptions: shop.webhooks.subscriptions, registrar, register };
}

it('makes each topic that we want, and lists them as we call them', async () => {
  const { registrar, register, subscriptions } = open();

  for (const topic of TOPICS) expect(await register(topic)).toMatchObject({ kind: 'registered' });

  const listed = await registrar.list(signal);
  if (listed.kind !== 'listed') throw new Error(listed.detail);
  expect(listed.webhooks.map(({ topic }) => topic)).toEqual(TOPICS);
  expect(listed.webhooks[0]).toMatchObject({ deliveryUrl: URL_HERE, isActive: true });
  expect(subscriptions.of('PRODUCTS_UPDATE')).toMatchObject([
    { format: 'JSON', includeFields: ['id', 'admin_graphql_api_id', 'updated_at'] },
  ]);
});

it('takes one that is there for registered', async () => {
  const { register, subscriptions } = open();
  const first = await register('products/update');
  expect(await register('products/update')).toEqual(first);
  expect(subscriptions.all()).toHaveLength(1);
});

it('names the scope that a topic lacks', async () => {
  const { register } = open({ scopes: ['read_products'] });
  expect(await register('inventory_levels/update')).toEqual({
    kind: 'refused',
    why: 'topic',
    detail: expect.stringContaining('read_inventory'),
  });
  expect(await register('products/update')).toMatchObject({ kind: 'registered' });
});

it('tells an address that Shopify does not take apart', async () => {
  const { register } = open();
  expect(await register('products/update', 'http://sync.example/1')).toMatchObject({ kind: 'refused', why: 'address' });
});

it('removes one, and counts one that is gone as removed', async () => {
  const { registrar, register, subscriptions } = open();
  const made = await register('products/update');
  if (made.kind !== 'registered') throw new Error(made.detail);
  const remove = () => registrar.remove({ externalId: made.externalId, signal });
  expect(await remove()).toEqual({ kind: 'removed' });
  expect(subscriptions.all()).toEqual([]);
  expect(await remove()).toEqual({ kind: 'removed' });
});

it('knows every topic that is wanted by its name in GraphQL, and leaves others as they are', () => {
  for (const topic of TOPICS) expect(topicOf(topic.toUpperCase().replace('/', '_'))).toBe(topic);
  expect(topicOf('ORDERS_CREATE')).toBe('ORDERS_CREATE');
  expect(scopeOf('app/uninstalled')).toBeNull();
});

it('says what to send where the app’s secret is missing, which a token may bring along', () => {
  const token = { shop_domain: 'a.myshopify.com', access_token: 'shpat_1' };
  const parse = (more: object) => shopify.credentials.parse({ ...token, ...more });
  expect(shopify.webhooks?.signingSecret?.(parse({}))).toBeNull();
  expect(shopify.webhooks?.whyNoSecret).toContain('client_secret');
  expect(shopify.webhooks?.signingSecret?.(parse({ client_secret: 'shpss_1' }))).toBe('shpss_1');
  expect(shopify.secretsOf(parse({ client_secret: 'shpss_1' }))).toEqual(['shpss_1', 'shpat_1']);
});
