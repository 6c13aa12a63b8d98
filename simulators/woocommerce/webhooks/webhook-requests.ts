import { createHmac } from 'node:crypto';
import type { WooVersion } from '../shop-options';
import { partsOf, type Webhook } from './webhook';

/** One POST to a webhook's address. */
export type WebhookRequest = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The site as its deliveries tell of it. */
export type Site = { readonly homeUrl: string; readonly version: WooVersion };

export type Delivery = WebhookRequest & { readonly deliveryId: string };

/** WordPress's salts, which make a delivery's id. */
const SALT = 'salt-of-a-simulated-shop';

/** The form that greets a new address, unsigned. */
export function pingOf({ id, deliveryUrl }: Webhook, { version }: Site): WebhookRequest {
  const body = `webhook_id=${id}`;
  return {
    url: deliveryUrl,
    headers: { ...agent(version), ...ending(body), 'Content-Type': 'application/x-www-form-urlencoded' },
    body,
  };
}

/** `at` makes the id: all deliveries of a webhook within a second share it. */
export function deliveryOf(webhook: Webhook, body: string, at: Date, { homeUrl, version }: Site): Delivery {
  const deliveryId = createHmac('md5', SALT)
    .update(`${webhook.id}${Math.floor(at.getTime() / 1_000)}`)
    .digest('hex');
  const { resource, event } = partsOf(webhook.topic);
  return {
    url: webhook.deliveryUrl,
    deliveryId,
    headers: {
      ...agent(version),
      'Content-Type': 'application/json',
      'X-WC-Webhook-Source': `${homeUrl}/`,
      'X-WC-Webhook-Topic': webhook.topic,
      'X-WC-Webhook-Resource': resource,
      'X-WC-Webhook-Event': event,
      'X-WC-Webhook-Signature': signatureOf(body, webhook.secret),
      'X-WC-Webhook-ID': String(webhook.id),
      'X-WC-Webhook-Delivery-ID': deliveryId,
      ...ending(body),
    },
    body,
  };
}

export function signatureOf(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

function agent(version: WooVersion): Record<string, string> {
  return {
    'User-Agent': `WooCommerce/${version} Hookshot (WordPress/6.9.1)`,
    Accept: '*/*',
    'Accept-Encoding': 'deflate, gzip, br, zstd',
  };
}

function ending(body: string): Record<string, string> {
  return { Connection: 'close', 'Content-Length': String(Buffer.byteLength(body)) };
}
