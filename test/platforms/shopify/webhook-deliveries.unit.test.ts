import { shopify } from '../../../src/platforms/shopify/shopify';
import { startWebhookReceiver, type WebhookReceiver } from '../../simulators/webhooks/webhook-receiver';
import { until } from '../../support/until';
import { signal, simulatedShops } from './shop-under-test';

const { webhooks: format } = shopify;
if (format === undefined) throw new Error('the platform has webhooks');

const shops = simulatedShops();
let receiver: WebhookReceiver;
beforeAll(async () => {
  await shops.start();
  receiver = await startWebhookReceiver();
});
afterAll(async () => {
  await shops.stop();
  await receiver.close();
});

it('understands all that a shop delivers to what was registered there, and no other app’s secret signs it', async () => {
  const clientSecret = 'shpss_of_the_app';
  const options = { clientSecret, nasty: true, products: 2, variantsEach: 2, webhooks: { plainHttp: true } };
  const { shop, connection } = shops.open(options);
  for (const topic of format.topics) {
    const registered = await connection.webhooks?.register({ topic, deliveryUrl: receiver.url, secret: '', signal });
    expect(registered).toMatchObject({ kind: 'registered' });
  }
  const long = '788032119674292922';
  const [variant] = shop.products.get(long)?.variants ?? [];
  const [plain] = shop.products.values();
  if (!variant || !plain) throw new Error('a product with a variant');
  shop.put({ ...plain, id: '8999999999999' });
  shop.patchVariant(variant.id, { inventoryQuantity: variant.inventoryQuantity + 1 });
  shop.remove(plain.id);
  shop.bulk.start('{ products { edges { node { id } } } }', false);
  await until('all but two', () => receiver.received.length === 5);
  shop.setScopes(['read_products']);
  await until('all but one', () => receiver.received.length === 6);
  shop.uninstall();
  await until('all', () => receiver.received.length === 7);

  const deliveries = receiver.received.map(({ headers, body }) => ({ headers, body: Buffer.from(body) }));
  for (const delivery of deliveries) {
    expect(format.isSigned(delivery, clientSecret)).toBe(true);
    expect(format.isSigned(delivery, 'shpss_of_another')).toBe(false);
  }
  const read = new Map(
    deliveries.map((delivery) => format.read(delivery)).map((told) => ['topic' in told && told.topic, told]),
  );
  const hint = { kind: 'hint', subject: 'product' };
  expect(Object.fromEntries(read)).toMatchObject({
    'products/create': { ...hint, news: 'changed', externalIds: ['8999999999999'] },
    'products/update': { ...hint, news: 'changed', externalIds: [long], datedAt: expect.any(String) },
    'products/delete': { ...hint, news: 'gone', externalIds: [plain.id] },
    'inventory_levels/update': { kind: 'hint', subject: 'inventory_item', externalIds: [variant.inventoryItem.id] },
    'bulk_operations/finish': {
      kind: 'bulk_finished',
      externalId: `gid://shopify/BulkOperation/${shop.bulk.all()[0]?.id}`,
    },
    'app/scopes_update': { kind: 'access_changed' },
    'app/uninstalled': { kind: 'uninstalled' },
  });
});
