import { createHmac } from 'node:crypto';
import { webhookFormat } from '../../../src/platforms/woocommerce/webhooks/webhook-format';
import recorded from '../../fixtures/woocommerce/webhooks.json';

const SECRET = recorded.secret;

const delivery = (topic: string, body: string | Buffer, headers: Record<string, string> = {}) => ({
  headers: { 'x-wc-webhook-topic': topic, ...headers },
  body: Buffer.from(body),
});
const read = (topic: string, body: unknown) => webhookFormat.read(delivery(topic, JSON.stringify(body)));
const keyOf = (topic: string, body: unknown) => {
  const told = read(topic, body);
  return told.kind === 'hint' ? told.deduplicationKey : told.kind;
};
const sent = recorded.deliveries.map(({ headers, body, ...told }) => ({ ...told, headers, body: Buffer.from(body) }));

it('knows the pings of real stores, which are not signed, and takes nothing else for one', () => {
  expect(sent.map((each) => webhookFormat.isPing?.(each))).toEqual(sent.map((_, nth) => nth === 0));
  expect(webhookFormat.isPing?.(delivery('product.updated', 'webhook_id=1'))).toBe(false);
  expect(webhookFormat.isPing?.({ headers: {}, body: Buffer.from('webhook_id=1&and=more') })).toBe(false);
});

it('finds every recorded delivery rightly signed, and none by another secret or with a byte changed', () => {
  const signed = sent.slice(1);
  expect(signed.filter((each) => !webhookFormat.isSigned(each, SECRET))).toEqual([]);
  expect(signed.filter((each) => webhookFormat.isSigned(each, `${SECRET}x`))).toEqual([]);
  for (const { headers, body } of signed) {
    const other = Buffer.from(body);
    other[other.length - 1] = 0x20;
    expect(webhookFormat.isSigned({ headers, body: other }, SECRET)).toBe(false);
  }
});

it('takes no signature that is missing, short, long or made by no secret', () => {
  const body = Buffer.from('{"id":10}');
  const mac = createHmac('sha256', SECRET).update(body).digest();
  const byNone = createHmac('sha256', '').update(body).digest('base64');
  const signatures = [
    '',
    'x',
    mac.subarray(1).toString('base64'),
    `${mac.toString('base64').slice(0, -1)}AA==`,
    byNone,
  ];
  for (const signature of signatures) {
    const headers = { 'x-wc-webhook-signature': signature };
    expect([signature, webhookFormat.isSigned({ headers, body }, SECRET)]).toEqual([signature, false]);
  }
  expect(webhookFormat.isSigned({ headers: {}, body }, SECRET)).toBe(false);
  expect(webhookFormat.isSigned({ headers: { 'x-wc-webhook-signature': byNone }, body }, '')).toBe(false);
});

it('reads what real stores sent', () => {
  const told = sent.slice(1).map((each) => {
    const { kind, topic, ...rest } = webhookFormat.read(each);
    return rest && 'news' in rest
      ? [topic, rest.news, rest.subject, rest.externalIds.join(), rest.datedAt]
      : [topic, kind, ...Object.values(rest)];
  });
  expect(told).toEqual([
    ['product.updated', 'changed', 'product', '10', expect.stringMatching(/^2026-11-27T2\d:.*Z$/)],
    // A variation, whose parent is read; that one's date is another.
    ['product.updated', 'changed', 'product', '12', null],
    ['product.deleted', 'gone', 'unknown', '10', null],
    ['product.deleted', 'gone', 'unknown', '13', null],
    ['product.restored', 'changed', 'product', '10', expect.any(String)],
    ['action.woocommerce_delete_product', 'gone', 'product', '10', null],
    ['action.woocommerce_delete_product_variation', 'changed', 'variant', '14', null],
    ['action.woocommerce_updated_product_stock', 'nothing', 'Nothing is read again for this topic'],
    ['product.updated', 'changed', 'product', expect.any(String), null],
  ]);
});

it('tells repeats by topic and body, not by the id of the delivery, which two products of a second share', () => {
  const same = { 'x-wc-webhook-delivery-id': 'f3a6' };
  const keys = [13, 12].map((id) => {
    const told = webhookFormat.read(delivery('product.deleted', `{"id":${id}}`, same));
    return told.kind === 'hint' ? told.deduplicationKey : null;
  });
  expect(new Set(keys).size).toBe(2);
  expect(keyOf('product.updated', { id: 7 })).toBe(keyOf('product.updated', { id: 7 }));
  expect(keyOf('product.updated', { id: 7 })).not.toBe(keyOf('product.deleted', { id: 7 }));
});

it('tells of a webhook whose user lost its rights, in our own words', () => {
  const said = { code: 'woocommerce_rest_cannot_view', message: 'no, cs_secret', data: { status: 403 } };
  const told = read('product.updated', said);
  expect(told).toMatchObject({ kind: 'broken', topic: 'product.updated', reason: expect.stringContaining('(403)') });
  expect(JSON.stringify(told)).not.toContain('cs_secret');
});

it('takes no webhook for broken whose product was deleted before the queue came to tell of it', () => {
  const said = { code: 'woocommerce_rest_product_invalid_id', message: 'Invalid ID.', data: { status: 404 } };
  expect(read('product.updated', said)).toMatchObject({ kind: 'nothing', topic: 'product.updated' });
});

it.each([
  ['a body that is no JSON', 'product.updated', 'id=10'],
  ['a list', 'product.updated', '[{"id":10}]'],
  ['no id', 'product.updated', '{}'],
  ['an id of 0', 'product.deleted', '{"id":0}'],
  ['an id that is no number', 'product.deleted', '{"id":"10; drop table"}'],
  ['an id with a NUL', 'product.deleted', '{"id":"10\\u0000"}'],
  ['half a number', 'product.deleted', '{"id":10.5}'],
  ['an id that is too long', 'product.deleted', `{"id":${'9'.repeat(21)}}`],
  ['an argument that is an object', 'action.woocommerce_delete_product', '{"action":"x","arg":[]}'],
  ['levels without end', 'product.updated', `${'['.repeat(5_000)}`],
  ['bytes that are no text', 'product.updated', '\ufffd\u0000'],
  ['a name of every object', 'constructor', '{"id":10}'],
])('makes nothing of %s', (_, topic, body) => {
  expect(webhookFormat.read(delivery(topic, body)).kind).toBe('nothing');
});

it('I11 keeps ids beyond 2^53 as they were sent', () => {
  const told = webhookFormat.read(delivery('product.updated', '{"id":9007199254740993,"price":"1.00"}'));
  expect(told).toMatchObject({ externalIds: ['9007199254740993'] });
});

it('does not repeat a topic that could be anything, as a key', () => {
  const key = `ck_${'0123456789'.repeat(4)}`;
  expect(read(key, { id: 1 })).toMatchObject({ kind: 'nothing', topic: 'unknown' });
  expect(read('order.created', { id: 1 })).toMatchObject({ kind: 'nothing', topic: 'order.created' });
});

it('takes no date that no store means', () => {
  const dates = ['0000-00-00T00:00:00', '-0001-11-30T00:00:00', '9999-99-99T99:99:99', 'yesterday', '', null, 7];
  for (const date of dates) {
    expect(read('product.updated', { id: 1, date_modified_gmt: date })).toMatchObject({ kind: 'hint', datedAt: null });
  }
});

it.each([
  ['http://127.0.0.1:8080', 'https://shop.example.com', true],
  ['http://localhost:8080', 'https://203.0.114.9', true],
  ['http://192.168.0.5:8080', 'https://shop.example.com/de', true],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8302/demo', false],
  ['http://192.168.0.5:8080', 'http://wordpress:8080', false],
  ['http://10.0.0.5:8080', 'https://shop.local', false],
  ['https://sync.example.com', 'https://shop.example.com', false],
])('deliveries to %s from %s are refused: %s', (publicUrl, store, isRefused) => {
  const surroundings = { allowPrivateStores: true, storePorts: [443] };
  const why = webhookFormat.whyNotThere(`${publicUrl}/webhooks/woocommerce/1`, surroundings, store);
  expect(why).toEqual(isRefused ? expect.stringContaining('PUBLIC_URL') : null);
});
