import type { WebhooksByHand } from '../../webhooks';

/**
 * What the shop's admin calls the topics that we want. A product or variation that is deleted for good has none of its own:
 * the hooks of the last two are all that tells of it.
 */
const IN_ADMIN = {
  'product.created': 'Product created',
  'product.updated': 'Product updated',
  'product.deleted': 'Product deleted',
  'product.restored': 'Product restored',
  'action.woocommerce_delete_product': 'Action, with the event woocommerce_delete_product',
  'action.woocommerce_delete_product_variation': 'Action, with the event woocommerce_delete_product_variation',
} as const;

/** How the shop's owner enters them, where our key may only read. */
export const byHand: WebhooksByHand = {
  topics: Object.entries(IN_ADMIN).map(([topic, inAdmin]) => ({ topic, in_admin: inAdmin })),
  steps: [
    'In the shop’s admin open WooCommerce, Settings, Advanced, Webhooks, as somebody who may manage the shop: deliveries are made with that user’s rights',
    'For each topic choose “Add webhook”: any name, status “Active”, the topic as it is named here, the delivery URL, the secret, and the API version “WP REST API Integration v3”; then save it',
    'Where the admin offers no topic “Action”, leave those two out: products that are deleted for good are then found by full syncs alone',
  ],
};
