import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { ask } from '../woocommerce-requests';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver';

let simulator: WooCommerceSimulator;
let receiver: WebhookReceiver;
beforeAll(async () => {
  [simulator, receiver] = await Promise.all([startWooCommerceSimulator(), startWebhookReceiver()]);
});
beforeEach(() => {
  receiver.received.length = 0;
});
afterAll(() => Promise.all([simulator.close(), receiver.close()]));

const topicsOf = () => receiver.received.map(({ headers }) => headers['x-wc-webhook-topic']);

function control(shop: string, method: string, part: string, body?: unknown) {
  const url = `${simulator.url}/__control/shops/${shop}/${part}`;
  return ask(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

it('another process can play every change, run the queue and read what was answered', async () => {
  const shop = simulator.addShop({ name: 'played' });
  shop.load({ id: 10, manage_stock: true, stock_quantity: 5 });
  shop.load({ id: 20, type: 'variable' }, [{ id: 21 }]);
  const topics = [
    ...['product.updated', 'product.deleted', 'product.restored', 'action.woocommerce_delete_product'],
    ...['action.woocommerce_delete_product_variation', 'action.woocommerce_updated_product_stock'],
  ];
  for (const topic of topics) await shop.webhooks.add({ topic, deliveryUrl: receiver.url });
  receiver.received.length = 0;

  const play = async (...changes: object[]) => {
    receiver.received.length = 0;
    expect(await control('played', 'POST', 'changes', changes)).toMatchObject({ status: 200 });
    expect((await control('played', 'POST', 'queue')).json).toMatchObject({ waiting: 0 });
    return topicsOf();
  };

  expect(await play({ op: 'takeStock', id: 10, quantity: 2 })).toEqual([
    'action.woocommerce_updated_product_stock',
    'product.updated',
  ]);
  expect(shop.products.get('10')).toMatchObject({ stock_quantity: 3 });
  expect(await play({ op: 'trash', id: 10 })).toEqual(['product.deleted']);
  expect(await play({ op: 'restore', id: 10, by: 'admin' })).toEqual(['product.updated', 'product.restored']);
  expect(await play({ op: 'trash', id: 20 }, { op: 'restore', id: 20 })).toEqual([
    'product.deleted',
    'product.deleted',
    'product.updated',
  ]);
  expect(await play({ op: 'writeVariationDirectly', parentId: 20, id: 21, fields: { price: '1' } })).toEqual([]);
  expect(await play({ op: 'removeVariation', parentId: 20, id: 21 })).toEqual([
    'action.woocommerce_delete_product_variation',
  ]);
  expect(await play({ op: 'remove', id: 20, by: 'admin' })).toEqual([]);
  expect(await play({ op: 'remove', id: 10 })).toEqual(['action.woocommerce_delete_product']);

  const deliveries = (await control('played', 'GET', 'deliveries')).json;
  expect(deliveries).toContainEqual(
    expect.objectContaining({ topic: 'product.restored', id: 10, status: 200, isGood: true }),
  );
});

it('another process can disable a webhook, take its user its rights, and look at both', async () => {
  const shop = simulator.addShop({ name: 'looked-at' });
  await shop.webhooks.add({ topic: 'product.updated', deliveryUrl: receiver.url, secret: 'never shown' });
  const changes = [
    { op: 'disableWebhook', id: 1 },
    { op: 'webhookUser', user: 'without-rights' },
  ];
  await control('looked-at', 'POST', 'changes', changes);
  const { json, text } = await control('looked-at', 'GET', 'webhooks');
  expect(json).toMatchObject({ registered: [{ id: 1, status: 'disabled', failures: 0 }], user: 'without-rights' });
  expect(text).not.toContain('never shown');
  expect((await control('looked-at', 'POST', 'changes', [{ op: 'disableWebhook', id: 9 }])).status).toBe(400);
});

it('a storm delivers each save at once, beside the queue', async () => {
  const shop = simulator.addShop({ name: 'storm', products: 40, variableShare: 0.2 });
  await shop.webhooks.add({ topic: 'product.updated', deliveryUrl: receiver.url });
  receiver.received.length = 0;

  const { json } = await control('storm', 'POST', 'storm', { saves: 300, products: 30, perSecond: 1_000 });

  expect(json).toMatchObject({ delivered: 300, failed: 0 });
  expect(receiver.received).toHaveLength(300);
  const ids = receiver.received.map(({ body }) => JSON.parse(body).id);
  expect(new Set(ids).size).toBe(30);
  expect(shop.webhooks.waiting).toBe(0);
});
