import { isSignedWith } from '../../deliveries/is-signed-with';
import type { WebhookFormat } from '../../webhooks';
import type { WooCommerceCredentials } from '../credentials';
import { readDelivery, TOPICS } from './read-delivery';
import { whyNotThere } from './why-not-there';

/** Sent when a webhook is made or its address changed: 12 bytes, without a signature. */
const PING = /^webhook_id=\d{1,20}$/;
const LONGEST_PING = 40;

/**
 * What WooCommerce 8.2 to 11.0 sends. The secret is ours and of one store alone. `X-WC-Webhook-Source` is not looked at: it is
 * the shop's `home`, which need not be the address that the tenant gave.
 */
export const webhookFormat: WebhookFormat<WooCommerceCredentials, Record<never, unknown>> = {
  topics: TOPICS,
  whyNotThere,
  isPing: ({ headers, body }) =>
    headers['x-wc-webhook-topic'] === undefined && body.length <= LONGEST_PING && PING.test(body.toString('latin1')),
  isSigned: ({ headers, body }, secret) => isSignedWith(secret, body, headers['x-wc-webhook-signature']),
  read: readDelivery,
};
