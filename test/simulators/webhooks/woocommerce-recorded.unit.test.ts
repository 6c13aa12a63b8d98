import type { WooShop } from '../../../simulators/woocommerce/shop';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { signatureOf } from '../../../simulators/woocommerce/webhooks/webhook-requests';
import recorded from '../../fixtures/woocommerce-webhooks/deliveries.json';
import { type Received, startWebhookReceiver, type WebhookReceiver } from './webhook-receiver';

const TOPICS = [
  'product.created',
  'product.updated',
  'product.deleted',
  'product.restored',
  'action.woocommerce_delete_product',
  'action.woocommerce_delete_product_variation',
  'action.woocommerce_updated_product_stock',
  'action.woocommerce_trash_product_variation',
];

let simulator: WooCommerceSimulator;
let receiver: WebhookReceiver;
let shop: WooShop;
beforeAll(async () => {
  [simulator, receiver] = await Promise.all([startWooCommerceSimulator(), startWebhookReceiver()]);
  shop = simulator.addShop({ name: 'recorded' });
  for (const topic of TOPICS) {
    await shop.webhooks.add({ topic, deliveryUrl: receiver.url, secret: recorded.secret });
  }
});
afterAll(() => Promise.all([simulator.close(), receiver.close()]));

const stampIn = (seconds: number) => new Date(shop.clock.now().getTime() + seconds * 1_000).toISOString().slice(0, 19);

/** What was done to the real stores, in this order: each case stands on those before it. */
const ACTIONS: Readonly<Record<string, () => unknown>> = {
  'simple product created (publish) by REST': () =>
    shop.put({ id: 10, name: 'Hook simple', slug: 'hook-simple', regular_price: '10.00', manage_stock: true }),
  'draft created by REST': () => shop.put({ id: 11, name: 'Hook draft', status: 'draft', regular_price: '3.00' }),
  'draft published by REST': () => shop.patch(11, { status: 'publish', slug: 'hook-draft' }),
  'simple product price changed by REST': () => shop.patch(10, { regular_price: '12.00' }),
  'simple product saved without a change by REST': () => shop.patch(10, {}),
  'variable product created by REST': () =>
    shop.put({ id: 12, name: 'Hook variable', slug: 'hook-variable', type: 'variable' }),
  'variation added by REST': () => shop.putVariation(12, variation(13, '20.00')),
  'second variation added by REST': () => shop.putVariation(12, variation(14, '21.00')),
  'variation price changed by REST (only the variation)': () => shop.patchVariation(12, 13, { regular_price: '22.00' }),
  'two variations changed by the batch endpoint': () => {
    for (const id of [13, 14]) shop.patchVariation(12, id, { regular_price: '23.00' });
  },
  'variation force-deleted by REST': () => shop.removeVariation(12, 14),
  'three products changed by the batch endpoint': () => {
    for (const id of [10, 11, 12]) shop.patch(id, { short_description: 'batch' });
  },
  'order paid (processing): takes 2 of the simple product and 1 of the variation': () => {
    shop.takeStock(10, 2);
    shop.takeStock(13, 1);
  },
  'order cancelled: gives the stock back': () => {
    shop.takeStock(10, -2);
    shop.takeStock(13, -1);
  },
  'stock set by wc_update_product_stock() (a plugin)': () => shop.takeStock(10, 1),
  'price meta written directly (update_post_meta)': () => shop.writeDirectly(10, { price: '1.00' }),
  'product moved to the bin by REST': () => shop.trash(10),
  'restored from the bin by REST (status publish)': () => shop.restore(10),
  'moved to the bin by wp_trash_post (admin list)': () => shop.trash(10),
  'restored by wp_untrash_post (admin list)': () => shop.restore(10, 'admin'),
  'deleted for good by REST (force=true)': () => shop.remove(10),
  'variable product moved to the bin by REST': () => shop.trash(12),
  'variable product deleted for good from the bin (wp_delete_post)': () => shop.remove(12, 'admin'),
  'category renamed': () => shop.writeDirectly(11, { categories: [{ id: 7, name: 'Renamed', slug: 'renamed' }] }),
  'quick edit in the admin list: price 10 -> 13': () => shop.patch(21, { regular_price: '13' }),
  'bulk edit in the admin list: two products, price +10 %': () => {
    for (const id of [22, 23]) shop.patch(id, { regular_price: '11' });
  },
  'bulk action "move to bin" in the admin list, two products': () => {
    for (const id of [22, 23]) shop.trash(id);
  },
  'bulk action "restore" in the admin bin, one product': () => shop.restore(22, 'admin'),
  'bulk action "delete permanently" in the admin bin, one product': () => shop.remove(23, 'admin'),
  'CSV import (WooCommerce importer): one new, one update': () => {
    shop.put({ id: 26, name: 'From CSV', slug: 'from-csv' });
    shop.patch(26, {});
    shop.patch(17, { name: 'Admin 0 by CSV' });
  },
  'a sale that starts in 75 s is planned by REST': () => {
    shop.patch(27, { sale_price: '5.00', date_on_sale_from_gmt: stampIn(75) });
    expect(shop.products.get('27')).toMatchObject({ price: '10', on_sale: false });
  },
  'a product planned for a later time is created (future)': () =>
    shop.put({ id: 28, name: 'Future one', slug: 'future-one-2', status: 'future', date_created_gmt: stampIn(3_600) }),
  'the start of the sale has passed, nobody saves': () => {
    shop.clock.offsetSeconds += 76;
  },
  'the daily job woocommerce_scheduled_sales runs': () =>
    expect(shop.products.get('27')).toMatchObject({ price: '5.00', on_sale: true }),
  'the planned product is published by WP-Cron': () => {
    shop.clock.offsetSeconds += 2 * 3_600;
    shop.publishPlanned();
    expect(shop.products.get('28')).toMatchObject({ status: 'publish' });
  },
};

function variation(id: number, price: string) {
  return { id, regular_price: price, manage_stock: true, stock_quantity: 7 };
}

/** Products that stood in the real store before, by other cases. */
const OLDER = { 17: 'admin-0', 21: 'admin-0-2', 22: 'admin-1-2', 23: 'admin-2', 27: 'sale-one' };

it('delivers of every recorded action what the real store delivered', async () => {
  for (const [id, slug] of Object.entries(OLDER)) shop.load({ id, slug, regular_price: '10' });
  for (const { case: name, deliveries } of recorded.cases) {
    receiver.received.length = 0;
    const act = ACTIONS[name];
    if (act === undefined) throw new Error(`no action is written for ${name}`);
    act();
    await shop.webhooks.runQueue();
    const came = receiver.received.map(({ headers, body }) => ({
      topic: headers['x-wc-webhook-topic'],
      body: JSON.parse(body),
    }));
    const wanted = deliveries.map(({ topic, body }) => ({ topic, body: simulated(body) }));
    expect({ name, came: came.length }).toEqual({ name, came: wanted.length });
    expect({ name, came }).toMatchObject({ name, came: wanted });
  }
});

/** The slug of a variation is not. */
function simulated({ slug, ...body }: { slug?: string; type?: string; id?: number }): object {
  return slug === undefined || body.type === 'variation' ? body : { ...body, slug };
}

describe('a delivery', () => {
  const whole = recorded.whole;

  async function deliver(act: () => void): Promise<Received> {
    receiver.received.length = 0;
    act();
    await shop.webhooks.runQueue();
    const [first] = receiver.received;
    if (first === undefined) throw new Error('nothing was delivered');
    return first;
  }

  const acts: readonly (readonly [Exclude<keyof typeof whole, 'ping'>, () => void])[] = [
    ['product', () => shop.put({ id: 40, name: 'New' })],
    ['deleted', () => shop.trash(40)],
    [
      'variation',
      () => {
        shop.load({ id: 41, type: 'variable' }, [{ id: 42 }]);
        shop.putVariation(41, { id: 43 });
      },
    ],
    ['action', () => shop.removeVariation(41, 43)],
  ];

  it.each(acts)('of a %s has the recorded headers and fields, in their order', async (kind, act) => {
    const { headers, headerNames, body } = await deliver(act);

    expect(headerNames).toEqual(Object.keys(whole[kind].headers));
    const constant = ['user-agent', 'x-wc-webhook-topic', 'x-wc-webhook-resource', 'x-wc-webhook-event', 'connection'];
    const real = Object.entries(whole[kind].headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const wanted = Object.fromEntries(real.filter(([name]) => constant.includes(name)));
    expect(headers).toMatchObject({ ...wanted, 'content-type': 'application/json' });
    expect(headers['x-wc-webhook-source']).toBe(`${shop.homeUrl}/`);
    expect(headers['x-wc-webhook-delivery-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(headers['x-wc-webhook-signature']).toBe(signatureOf(body, recorded.secret));
    expect(Object.keys(JSON.parse(body))).toEqual(Object.keys(JSON.parse(whole[kind].body)));
  });

  it.each(['product', 'variation', 'deleted', 'action'] as const)('is signed as the recorded %s was', (kind) => {
    const { headers, body } = whole[kind];
    expect(signatureOf(body, recorded.secret)).toBe(headers['X-WC-Webhook-Signature']);
  });

  it('is greeted by a ping as the recorded one', async () => {
    receiver.received.length = 0;
    const { id } = await shop.webhooks.add({ topic: 'product.updated', deliveryUrl: `${receiver.url}/ping` });
    shop.webhooks.remove(id);
    const [ping] = receiver.received;
    expect(ping?.body).toBe(`webhook_id=${id}`);
    expect(ping?.headerNames.toSorted()).toEqual(Object.keys(whole.ping.headers).toSorted());
    expect(ping?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded', connection: 'close' });
  });
});
