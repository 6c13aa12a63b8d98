import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { ShopOptions } from '../../../simulators/woocommerce/shop-options';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../../simulators/woocommerce/start';
import recordedRequests from '../../fixtures/woocommerce-webhooks/rest.json';
import { ask, basic } from '../woocommerce-requests';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver';

const HOOKS = '/wp-json/wc/v3/webhooks';

let simulator: WooCommerceSimulator;
let receiver: WebhookReceiver;
beforeAll(async () => {
  [simulator, receiver] = await Promise.all([startWooCommerceSimulator(), startWebhookReceiver()]);
});
beforeEach(() => {
  receiver.received.length = 0;
});
afterAll(() => Promise.all([simulator.close(), receiver.close()]));

function send(shop: WooShop, method: string, path: string, body?: object) {
  return ask(shop.url + path, { ...basic(shop), method, ...(body && { body: JSON.stringify(body) }) });
}

const KEYS: Readonly<Record<string, Partial<ShopOptions>>> = {
  'Read key of a shop manager': { permissions: 'read' },
  'Write key of an administrator': { permissions: 'write' },
  'Read key of a customer': { permissions: 'read', keyOwner: 'customer' },
  'Read/Write key of a shop manager': {},
  'Read/Write key of an administrator': {},
};

/** The addresses and dates of one store are not another's. */
function comparable(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (name, value) => (/^date_|^_links$|^delivery_url$/.test(name) ? undefined : value)),
  );
}

describe('recorded requests', () => {
  it.each(recordedRequests.map((recorded) => [recorded.key, recorded.request, recorded] as const))(
    'with a %s %s is answered as by the real store',
    async (key, request, recorded) => {
      const shop = simulator.addShop({
        name: `rest-${recordedRequests.indexOf(recorded)}`,
        auth: 'https',
        ...KEYS[key],
      });
      const id = 'id' in recorded.answer ? recorded.answer.id : 10;
      const isNew = request.startsWith('POST');
      // The real store had made others before.
      for (let made = 1; made < id + (isNew ? 0 : 1); made++) {
        await shop.webhooks.add({ topic: 'product.updated', deliveryUrl: receiver.url, name: 'r' });
      }
      const [method = '', path = ''] = request.split(' ');

      const { status, json } = await send(shop, method, path, recorded.body ?? undefined);

      expect(status).toBe(recorded.status);
      expect(comparable(json)).toEqual(comparable(recorded.answer));
    },
  );
});

describe('a webhook made by REST', () => {
  const topic = 'product.updated';

  async function make(name: string): Promise<{ shop: WooShop; one: string }> {
    const shop = simulator.addShop({ name, auth: 'https' });
    const { json } = await send(shop, 'POST', HOOKS, { topic, delivery_url: receiver.url, secret: 'first' });
    return { shop, one: `${HOOKS}/${(json as { id: number }).id}` };
  }

  it('is pinged before the answer comes, whatever the address answers', async () => {
    receiver.status = 500;
    const shop = simulator.addShop({ name: 'pinged', auth: 'https' });
    const { status } = await send(shop, 'POST', HOOKS, { topic, delivery_url: receiver.url });
    receiver.status = 200;
    expect([status, receiver.received.map(({ body }) => body)]).toEqual([201, ['webhook_id=1']]);
  });

  it('never shows its secret', async () => {
    const { shop, one } = await make('secret');
    const answers = [await send(shop, 'GET', one), await send(shop, 'GET', HOOKS), await send(shop, 'PUT', one, {})];
    for (const { text } of answers) expect(text).not.toContain('first');
  });

  it('is pinged again at a new address, and not for a new secret', async () => {
    const { shop, one } = await make('changed');
    await send(shop, 'PUT', one, { secret: 'second' });
    expect(receiver.received).toHaveLength(1);
    await send(shop, 'PUT', one, { delivery_url: `${receiver.url}/moved` });
    expect(receiver.received.map(({ path, body }) => [path, body])).toEqual([
      ['/', 'webhook_id=1'],
      ['/moved', 'webhook_id=1'],
    ]);
  });

  it('is gone once it was deleted by force', async () => {
    const { shop, one } = await make('deleted');
    expect((await send(shop, 'DELETE', one)).status).toBe(501);
    expect((await send(shop, 'DELETE', `${one}?force=true`)).status).toBe(200);
    expect((await send(shop, 'GET', one)).status).toBe(404);
  });

  it('stands in a list that comes by pages, the newest first', async () => {
    const { shop } = await make('listed');
    for (let more = 0; more < 11; more++) await shop.webhooks.add({ topic, deliveryUrl: receiver.url });
    const first = await send(shop, 'GET', HOOKS);
    const second = await send(shop, 'GET', `${HOOKS}?page=2`);
    const ids = [first, second].map(({ json }) => (json as { id: number }[]).map(({ id }) => id));
    expect(ids).toEqual([
      [12, 11, 10, 9, 8, 7, 6, 5, 4, 3],
      [2, 1],
    ]);
    expect(first.headers.get('x-wp-total')).toBe('12');
  });

  it.each(['action.edited_product_cat', 'product.sold', 'products.updated', ''])('has no topic %s', async (wrong) => {
    const shop = simulator.addShop({ name: `topic-${wrong || 'none'}`, auth: 'https' });
    const { json } = await send(shop, 'POST', HOOKS, { topic: wrong, delivery_url: receiver.url });
    expect(json).toMatchObject({ code: 'woocommerce_rest_shop_webhook_invalid_topic' });
  });
});
