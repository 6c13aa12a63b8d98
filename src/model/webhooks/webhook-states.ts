/**
 * How a store comes to send news. `registered`: by webhooks that we made. `by_hand`: its owner enters them in the shop's
 * admin, because our key may only read. `refused`: the store does not let us make them, and why. `no_public_url`: stores
 * cannot reach this service. `off`: nobody wants them.
 */
export const WEBHOOK_STATES = ['registered', 'by_hand', 'off', 'refused', 'no_public_url'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** What a tenant may want of a store's webhooks. */
export const WEBHOOK_WISHES = ['auto', 'off'] as const;
export type WebhookWish = (typeof WEBHOOK_WISHES)[number];

/** One topic at a store: `missing` where the store no longer has ours, `refused` where it takes none. */
export interface WebhookTopic {
  topic: string;
  state: 'registered' | 'missing' | 'refused';
  /** RFC 3339 UTC. */
  since: string;
  /** The store's id of the webhook. Absent where it has none. */
  external_id?: string;
  reason?: string;
}
