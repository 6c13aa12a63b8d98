/** What a tenant's own systems can be told of, as it happens. */
export const EVENT_TYPES = [
  'sync.completed',
  'sync.completed_with_errors',
  'sync.failed',
  'sync.awaiting_approval',
  'store.needs_attention',
  'store.recovered',
  'catalog.changed',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Of an event that somebody asked for, to see it come: an endpoint gets it whatever it wants to hear of. */
export const TEST_EVENT = 'endpoint.test';

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** `failing`: it took nothing for 5 days. */
export type WhyPaused = 'by_hand' | 'failing';

/** An endpoint that is told something, in `afterMs`: what that is stands in its rows. */
export interface EndpointNews {
  tenantId: string;
  endpointId: string;
  afterMs: number;
}

export interface DeliverEventsInput {
  tenantId: string;
  endpointId: string;
}

/** In how long the next one of its rows is due; null: nothing waits. */
export interface DeliveredEvents {
  againInMs: number | null;
}
