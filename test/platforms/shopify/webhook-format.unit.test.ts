import { createHmac, randomUUID } from 'node:crypto';
import { SHOPIFY_ITSELF } from '../../../src/platforms/shopify/settings';
import { webhookFormat } from '../../../src/platforms/shopify/webhooks/webhook-format';

const SHOP = 'example.myshopify.com';
const SECRET = 'the app’s';

const signatureOf = (body: string, secret = SECRET) => createHmac('sha256', secret).update(body).digest('base64');
const delivery = (topic: string, body: string, headers: Record<string, string> = {}) => ({
  headers: {
    'x-shopify-topic': topic,
    'x-shopify-shop-domain': SHOP,
    'x-shopify-webhook-id': 'b54557e4',
    'x-shopify-hmac-sha256': signatureOf(body),
    ...headers,
  },
  body: Buffer.from(body),
});
const keyOf = (topic: string, body: string, headers: Record<string, string> = {}) => {
  const told = webhookFormat.read(delivery(topic, body, headers));
  return told.kind === 'hint' ? told.deduplicationKey : told.kind;
};

it('reads products, deletions and stock', () => {
  const told = [
    ['products/create', '{"id":788032119674292922,"updated_at":"2026-11-27T16:00:00-05:00","title":"T"}'],
    ['products/update', '{"id":1,"admin_graphql_api_id":"gid://shopify/Product/1","updated_at":"yesterday"}'],
    ['products/delete', '{"id":788032119674292922}'],
    ['inventory_levels/update', '{"inventory_item_id":271878346596884015,"updated_at":"2026-11-27T16:00:00-05:00"}'],
  ].map(([topic = '', body = '']) => webhookFormat.read(delivery(topic, body)));
  expect(told).toMatchObject([
    {
      news: 'changed',
      subject: 'product',
      externalIds: ['788032119674292922'],
      datedAt: '2026-11-27T21:00:00.000Z',
    },
    { news: 'changed', subject: 'product', externalIds: ['1'], datedAt: null },
    { news: 'gone', subject: 'product', externalIds: ['788032119674292922'], datedAt: null },
    { news: 'changed', subject: 'inventory_item', externalIds: ['271878346596884015'], datedAt: null },
  ]);
});

it('reads what concerns the app and its files', () => {
  const body = JSON.stringify({ admin_graphql_api_id: 'gid://shopify/BulkOperation/147595010', status: 'completed' });
  expect(webhookFormat.read(delivery('bulk_operations/finish', body))).toEqual({
    kind: 'bulk_finished',
    topic: 'bulk_operations/finish',
    externalId: 'gid://shopify/BulkOperation/147595010',
  });
  expect(webhookFormat.read(delivery('app/uninstalled', '{"id":1,"myshopify_domain":null}')).kind).toBe('uninstalled');
  expect(webhookFormat.read(delivery('app/scopes_update', '{"current":["read_products"]}')).kind).toBe(
    'access_changed',
  );
});

it.each([
  ['a product’s body under the topic of a file', 'bulk_operations/finish', '{"id":1}'],
  ['a product’s body under the topic of stock', 'inventory_levels/update', '{"id":1}'],
  ['a topic that nobody asked for', 'orders/create', '{"id":1}'],
  ['a name of every object', 'toString', '{"id":1}'],
  ['no JSON', 'products/update', '<html>'],
])('makes nothing of %s', (_, topic, body) => {
  expect(webhookFormat.read(delivery(topic, body)).kind).toBe('nothing');
});

it('names the shop by its header alone, which has to be this one', () => {
  const from = (shop: string) =>
    webhookFormat.isFor?.(delivery('products/update', '{"id":1}', { 'x-shopify-shop-domain': shop }), SHOP);
  expect([SHOP, 'Example.MyShopify.com', 'other.myshopify.com', ''].map(from)).toEqual([true, true, false, false]);
  expect(webhookFormat.isFor?.({ headers: {}, body: Buffer.from('{}') }, SHOP)).toBe(false);
});

it('tells a retry by its webhook id, and nothing takes the place of another product under a known one', () => {
  const first = keyOf('products/update', '{"id":1,"updated_at":"2026-11-27T16:00:00Z"}');
  expect(keyOf('products/update', '{"id":1,"updated_at":"2026-11-27T17:00:00Z"}')).toBe(first);
  expect(keyOf('products/update', '{"id":1}', { 'x-shopify-webhook-id': randomUUID() })).not.toBe(first);
  expect(keyOf('products/update', '{"id":2}')).not.toBe(first);
  expect(keyOf('products/delete', '{"id":1}')).not.toBe(first);
});

it('takes either of two signatures, as may come while a secret is exchanged', () => {
  const body = '{"id":1}';
  const both = { 'x-shopify-hmac-sha256': `${signatureOf(body, 'new')}, ${signatureOf(body, 'old')}` };
  const isSigned = (secret: string) => webhookFormat.isSigned(delivery('products/update', body, both), secret);
  expect(['new', 'old', 'other'].map(isSigned)).toEqual([true, true, false]);
});

it('signs by the app’s secret where the credentials have it', () => {
  const shop = { shop_domain: SHOP };
  expect(webhookFormat.signingSecret?.({ ...shop, client_id: 'id', client_secret: SECRET })).toBe(SECRET);
  expect(webhookFormat.signingSecret?.({ ...shop, access_token: 'shpat_1' })).toBeNull();
});

it('does not try where Shopify would not deliver, but to a double of it', () => {
  const surroundings = { allowPrivateStores: false, storePorts: [443], shopifyOriginTemplate: SHOPIFY_ITSELF };
  const why = (url: string, more = {}) => webhookFormat.whyNotThere(url, { ...surroundings, ...more }, SHOP);
  expect(why('https://sync.example.com/webhooks/shopify/1')).toBeNull();
  expect(why('http://sync.example.com/webhooks/shopify/1')).toContain('https');
  for (const host of ['localhost', '127.0.0.1', '10.1.2.3', '192.168.0.5', '[::1]']) {
    expect(why(`https://${host}:3000/webhooks/shopify/1`)).toContain(host);
  }
  expect(why('http://localhost:3000/webhooks/shopify/1', { shopifyOriginTemplate: 'http://localhost:1/{shop}' })).toBe(
    null,
  );
});
