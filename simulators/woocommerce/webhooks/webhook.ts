const STATUSES = ['active', 'paused', 'disabled'] as const;

export type WebhookStatus = (typeof STATUSES)[number];

/** A webhook as the shop keeps it. Dates are of UTC. */
export type Webhook = {
  readonly id: number;
  readonly created: string;
  modified: string | null;
  name: string;
  status: WebhookStatus;
  topic: string;
  deliveryUrl: string;
  secret: string;
  /** Deliveries that failed since the last good one; REST never shows it. */
  failures: number;
};

export function isStatus(text: unknown): text is WebhookStatus {
  return STATUSES.some((status) => status === text);
}

/** Hooks of WordPress itself are no topics, only those of WooCommerce. */
export function isTopic(topic: string): boolean {
  return /^(?:(?:coupon|customer|order|product)\.(?:created|updated|deleted|restored)|action\.(?:woocommerce|wc)_\w+)$/.test(
    topic,
  );
}

export function isDeliveryUrl(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url);
}

export function partsOf(topic: string): { resource: string; event: string } {
  const [resource = '', event = ''] = topic.split('.');
  return { resource, event };
}

const HOOKS: Readonly<Record<string, readonly string[]>> = {
  'product.created': [
    'woocommerce_process_product_meta',
    'woocommerce_new_product',
    'woocommerce_new_product_variation',
  ],
  'product.updated': [
    'woocommerce_process_product_meta',
    'woocommerce_update_product',
    'woocommerce_update_product_variation',
  ],
  'product.deleted': ['wp_trash_post'],
  'product.restored': ['untrashed_post'],
};

/** What REST names beside the topic. Of orders, coupons and customers nothing is simulated. */
export function hooksOf(topic: string): readonly string[] {
  const { resource, event } = partsOf(topic);
  return resource === 'action' ? [event] : (HOOKS[topic] ?? []);
}
