import { createHmac } from 'node:crypto';
import { SCHEMA_VERSION } from '../schema/load-schema';

/** One delivery with all of its attempts: what it says, where it goes and its ids are those of the first. */
export type Delivery = {
  webhookId: string;
  /** Shared by all that one action of somebody is told of. */
  eventId: string;
  subscriptionId: string;
  topic: string;
  /** Of the subscription, where it has one. */
  name: string | null;
  address: string;
  triggeredAt: string;
  body: string;
  /** `held`: until it is released. `given up`: after its last retry. `dropped`: lost on purpose, or its subscription is gone. */
  state: 'held' | 'under way' | 'delivered' | 'given up' | 'dropped';
  attempts: DeliveryAttempt[];
};

/** `status` is null where there was no answer. */
type DeliveryAttempt = { at: string; ms: number; status: number | null; error: string | null; hmac: string };

export function deliveryHeaders(delivery: Delivery, shopDomain: string, secret: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Shopify-Captain-Hook',
    'x-shopify-topic': delivery.topic,
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(delivery.body).digest('base64'),
    'x-shopify-shop-domain': shopDomain,
    'x-shopify-api-version': SCHEMA_VERSION,
    'x-shopify-webhook-id': delivery.webhookId,
    'x-shopify-event-id': delivery.eventId,
    'x-shopify-triggered-at': delivery.triggeredAt,
    ...(delivery.name !== null && { 'x-shopify-name': delivery.name }),
  };
}
