import type { ShopOptions } from '../../../simulators/shopify/shop-options';
import { until } from '../../support/until';
import { withShop } from '../shopify-client';
import { type Received, startWebhookReceiver, type WebhookReceiver } from './webhook-receiver';

const CREATE = `mutation ($topic: WebhookSubscriptionTopic!, $wanted: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $wanted) {
    webhookSubscription { id topic uri name format includeFields legacyResourceId apiVersion { handle } }
    userErrors { field message }
  }
}`;

type Shop = Parameters<Parameters<typeof withShop>[1]>[0];

/** Runs a test against a shop that takes plain http, and somebody who may subscribe to what it tells. */
export async function withSubscriber(
  options: Partial<ShopOptions>,
  test: (world: Awaited<ReturnType<typeof subscriberOf>>) => Promise<void>,
): Promise<void> {
  const receiver = await startWebhookReceiver();
  try {
    const webhooks = { plainHttp: true, retryTimeScale: 0.0002, ...options.webhooks };
    await withShop({ products: 3, variantsEach: 2, ...options, webhooks }, async (shop) =>
      test(await subscriberOf(shop, receiver)),
    );
  } finally {
    await receiver.close();
  }
}

async function subscriberOf(world: Shop, receiver: WebhookReceiver) {
  const [product] = [...world.shop.products.values()];
  if (!product) throw new Error('the shop has no product');

  async function create(topic: string, wanted: object = {}) {
    const { data } = await world.ask(CREATE, { topic, wanted: { uri: `${receiver.url}/hooks`, ...wanted } });
    return data.webhookSubscriptionCreate;
  }

  return {
    ...world,
    receiver,
    product,
    create,
    /** Subscribes to topics, and throws where one is refused. */
    async subscribe(...topics: string[]) {
      for (const topic of topics) {
        const { userErrors } = await create(topic);
        if (userErrors.length > 0) throw new Error(userErrors[0].message);
      }
    },
    /** The first deliveries, once so many came. */
    came: (count: number): Promise<Received[]> =>
      until(`${count} deliveries`, () => receiver.received.length >= count && receiver.received.slice(0, count)),
  };
}

/** Topics and bodies, in an order of their own: deliveries come in any. */
export function toldBy(received: readonly Received[]): [topic: unknown, body: string][] {
  return received
    .map(({ headers, body }): [string, string] => [`${headers['x-shopify-topic']}`, body])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
