import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { ShopOptions } from '../../../simulators/woocommerce/shop-options';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { webhookSender } from '../../../simulators/woocommerce/webhooks/sender';
import type { Webhook } from '../../../simulators/woocommerce/webhooks/webhook';
import { deliveryOf, signatureOf } from '../../../simulators/woocommerce/webhooks/webhook-requests';
import { until } from '../../support/until';
import { ask, askShop, PRODUCTS } from '../woocommerce-requests';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver';

let simulator: WooCommerceSimulator;
let receiver: WebhookReceiver;
beforeAll(async () => {
  [simulator, receiver] = await Promise.all([startWooCommerceSimulator(), startWebhookReceiver()]);
});
afterAll(() => Promise.all([simulator.close(), receiver.close()]));

/** A shop with products 100, 120 … and a webhook of product.updated, whose ping has come already. */
async function shopWithWebhook(name: string, options: Partial<ShopOptions> = {}) {
  const shop = simulator.addShop({ name, auth: 'https', products: 5, variableShare: 0, ...options });
  const deliveryUrl = `${receiver.url}/${name}`;
  const webhook = await shop.webhooks.add({ topic: 'product.updated', deliveryUrl, secret: 'secret' });
  const came = () =>
    receiver.received.filter(({ path, body }) => path === `/${name}` && !body.startsWith('webhook_id='));
  return { shop, webhook, came };
}

const visit = (shop: WooShop) => askShop(shop, `${PRODUCTS}?per_page=1&_fields=id`);
const later = (shop: WooShop, seconds: number) => {
  shop.clock.offsetSeconds += seconds;
};

describe('the queue', () => {
  it('runs when somebody visits, our own reads among them, and a minute has passed', async () => {
    const { shop, came } = await shopWithWebhook('visited');
    shop.patch(100, { regular_price: '1.00' });
    await visit(shop);
    later(shop, 61);
    expect([came().length, shop.webhooks.waiting]).toEqual([0, 1]);

    await visit(shop);
    await until('the delivery came', () => came().length === 1);
    // A run takes along what comes while it lasts, so it must be over.
    await shop.webhooks.runQueue();

    shop.patch(100, { regular_price: '2.00' });
    later(shop, 30);
    await visit(shop);
    expect(shop.webhooks.waiting).toBe(1);
    later(shop, 31);
    await ask(`${shop.url}/`);
    await until('the next delivery came', () => came().length === 2);
  });

  it('runs at no visit where WP-Cron is disabled', async () => {
    const { shop, came } = await shopWithWebhook('without-cron', { cron: false, cronEverySeconds: 0 });
    shop.patch(100, {});
    await visit(shop);
    await visit(shop);
    expect([came().length, shop.webhooks.waiting]).toEqual([0, 1]);
    await shop.webhooks.runQueue();
    expect(came()).toHaveLength(1);
  });

  it('is run by visitors of the home page where the shop has some', async () => {
    const { shop, came } = await shopWithWebhook('busy', { cronEverySeconds: 0, visitEverySeconds: 0.02 });
    shop.patch(100, {});
    await until('the delivery came', () => came().length === 1);
  });

  it('holds one delivery of a webhook and product, which shows the product as it is by then', async () => {
    const { shop, came } = await shopWithWebhook('joined');
    shop.patch(100, { regular_price: '1.00' });
    later(shop, 30);
    shop.patch(100, { regular_price: '2.00' });
    await shop.webhooks.runQueue();
    expect(came().map(({ body }) => JSON.parse(body).regular_price)).toEqual(['2.00']);
    const [delivery] = shop.webhooks.deliveries;
    // It is as late as the first change.
    expect(Number(delivery?.sentAt) - Number(delivery?.since)).toBeGreaterThanOrEqual(30_000);
  });

  it('tells of a product that is gone by then what REST says of it', async () => {
    const { shop, came } = await shopWithWebhook('gone');
    shop.patch(100, {});
    shop.remove(100);
    await shop.webhooks.runQueue();
    expect(JSON.parse(came()[0]?.body ?? '')).toMatchObject({ code: 'woocommerce_rest_product_invalid_id' });
  });

  it('holds nothing of what is written past WooCommerce', async () => {
    const { shop } = await shopWithWebhook('silent');
    shop.load({ id: 900, type: 'variable' }, [{ id: 901 }]);
    shop.writeDirectly(100, { price: '1.00' });
    shop.writeVariationDirectly(900, 901, { price: '1.00' });
    expect(shop.webhooks.waiting).toBe(0);
  });
});

it('deliveries of a webhook share their id within a second', () => {
  const webhook: Webhook = {
    id: 5,
    created: '2026-11-27T20:00:00',
    modified: null,
    name: 'Webhook',
    status: 'active',
    topic: 'product.updated',
    deliveryUrl: receiver.url,
    secret: 'secret',
    failures: 0,
  };
  const site = { homeUrl: 'https://shop.example.com', version: '10.5.0' } as const;
  const idAt = (time: string, of: Webhook = webhook) => deliveryOf(of, '{}', new Date(time), site).deliveryId;

  expect(idAt('2026-11-27T20:00:00.001Z')).toBe(idAt('2026-11-27T20:00:00.999Z'));
  expect(idAt('2026-11-27T20:00:01Z')).not.toBe(idAt('2026-11-27T20:00:00Z'));
  expect(idAt('2026-11-27T20:00:00Z', { ...webhook, id: 6 })).not.toBe(idAt('2026-11-27T20:00:00Z'));
});

describe('a failed delivery', () => {
  /** Saves the product once for each answer, and runs the queue. */
  async function answerWith(shop: WooShop, statuses: readonly number[]): Promise<void> {
    for (const status of statuses) {
      receiver.status = status;
      shop.patch(100, {});
      await shop.webhooks.runQueue();
    }
    receiver.status = 200;
  }
  const shown = async (shop: WooShop) => (await askShop(shop, '/wp-json/wc/v3/webhooks/1')).json;

  it('is not tried again, and the seventh in a row disables the webhook', async () => {
    const { shop, webhook, came } = await shopWithWebhook('failing');
    await answerWith(shop, [500, 404, 410, 503, 500, 500]);
    expect([webhook.status, webhook.failures, shop.webhooks.waiting]).toEqual(['active', 6, 0]);

    await answerWith(shop, [500]);
    expect(await shown(shop)).toMatchObject({ status: 'disabled' });
    expect(await shown(shop)).not.toHaveProperty('failures');
    expect(came()).toHaveLength(7);

    shop.patch(100, {});
    expect(shop.webhooks.waiting).toBe(0);
  });

  it('disables again at once when only its status was set to active, unless a good one came first', async () => {
    const { shop, webhook } = await shopWithWebhook('active-again');
    await answerWith(
      shop,
      Array.from({ length: 7 }, () => 500),
    );
    await shop.webhooks.change(webhook, { status: 'active' });
    await answerWith(shop, [500]);
    expect(webhook.status).toBe('disabled');

    await shop.webhooks.change(webhook, { status: 'active' });
    await answerWith(shop, [200, 500]);
    expect([webhook.status, webhook.failures]).toEqual(['active', 1]);
  });

  it.each([204, 301])('is none that is answered by %s', async (status) => {
    const { shop, webhook } = await shopWithWebhook(`answered-${status}`);
    await answerWith(shop, [500, status]);
    expect(webhook.failures).toBe(0);
  });

  it('is one that nobody answers', async () => {
    const closed = await startWebhookReceiver();
    await closed.close();
    const { shop, webhook } = await shopWithWebhook('refused');
    for (const deliveryUrl of [closed.url, 'http://shop.example.com/hooks']) {
      await shop.webhooks.change(webhook, { deliveryUrl });
      shop.patch(100, {});
      await shop.webhooks.runQueue();
    }
    expect(webhook.failures).toBe(2);
    expect(shop.webhooks.deliveries.map(({ status }) => status)).toEqual([null, null]);
  });
});

it.each([
  ['lost its rights', 'without-rights', 403],
  ['was deleted', 'deleted', 401],
] as const)('a webhook whose user %s delivers an error, signed, and deletions as before', async (_, user, status) => {
  const { shop, webhook, came } = await shopWithWebhook(`user-${user}`);
  await shop.webhooks.add({ topic: 'product.deleted', deliveryUrl: webhook.deliveryUrl, secret: 'secret' });
  shop.webhooks.user = user;
  shop.patch(100, {});
  shop.trash(120);
  await shop.webhooks.runQueue();

  const [error, deletion] = came();
  expect(JSON.parse(error?.body ?? '')).toMatchObject({ code: 'woocommerce_rest_cannot_view', data: { status } });
  expect(error?.headers['x-wc-webhook-signature']).toBe(signatureOf(error?.body ?? '', 'secret'));
  expect(deletion?.body).toBe('{"id":120}');
  expect(webhook.status).toBe('active');
});

it('a receiver that does not answer in time did not answer', async () => {
  const silent = await startWebhookReceiver();
  silent.status = null;
  const sender = webhookSender(50);
  expect(await sender.send({ url: silent.url, headers: {}, body: 'news' })).toBeNull();
  expect(silent.received).toHaveLength(1);
  await silent.close();
});

it('a delivery that is under way is broken off when its shop is closed', async () => {
  const silent = await startWebhookReceiver();
  silent.status = null;
  const sender = webhookSender(60_000);
  const sent = sender.send({ url: silent.url, headers: {}, body: 'news' });
  await until('it is under way', () => silent.received.length === 1);
  sender.close();
  expect(await sent).toBeNull();
  expect(await sender.send({ url: silent.url, headers: {}, body: 'more' })).toBeNull();
  expect(silent.received).toHaveLength(1);
  await silent.close();
});

it('a simulator that is closed leaves no delivery under way', async () => {
  const closing = await startWooCommerceSimulator();
  const silent = await startWebhookReceiver();
  const shop = closing.addShop({ name: 'closing', products: 3, variableShare: 0 });
  await shop.webhooks.add({ topic: 'product.updated', deliveryUrl: silent.url });
  silent.status = null;
  for (const id of shop.products.keys()) shop.patch(id, {});
  const run = shop.webhooks.runQueue();
  await until('a delivery is under way', () => silent.received.length === 2);

  await closing.close();
  await run;

  expect(silent.received).toHaveLength(2);
  expect(shop.webhooks.deliveries).toEqual([]);
  await silent.close();
});
