import { isSignedWith } from '../../deliveries/is-signed-with';
import type { WebhookFormat } from '../../webhooks';
import type { ShopifyCredentials } from '../credentials';
import type { ShopifySettings } from '../settings';
import { readDelivery, TOPICS } from './read-delivery';
import { whyNotThere } from './why-not-there';

/**
 * What Shopify sends to an app. One secret, the app's, signs for every shop that has it installed: whoever owns one of them can
 * send its bodies here under another's name, so that the header must name this one at least, and nothing is made of what
 * it says before the shop was asked.
 */
export const webhookFormat: WebhookFormat<ShopifyCredentials, ShopifySettings> = {
  topics: TOPICS,
  signingSecret: (credentials) => ('client_secret' in credentials ? (credentials.client_secret ?? null) : null),
  whyNotThere,
  isSigned: ({ headers, body }, secret) => isSignedWith(secret, body, headers['x-shopify-hmac-sha256']),
  isFor({ headers }, address) {
    const shop = headers['x-shopify-shop-domain'];
    return typeof shop === 'string' && shop.trim().toLowerCase() === address;
  },
  read: readDelivery,
};
