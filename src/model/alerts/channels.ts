import type { AlertFacts, AlertKind } from './alert-kinds';

/** How people are told. */
export const CHANNEL_KINDS = ['slack', 'email', 'webhook'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Of an alert, as a channel is told of it. */
export type AlertEvent = 'opened' | 'reminder' | 'solved';

/** One alert in a message. */
export interface ToldAlert {
  id: string;
  tenant_id: string;
  tenant_name: string;
  store_id: string;
  store_name: string;
  platform: string;
  opened_at: string;
  solved_at: string | null;
  solved_why: string | null;
  facts: AlertFacts;
}

/** All that a channel is told of one kind at one time: 300 stores are one message. */
export interface AlertMessage {
  kind: AlertKind;
  event: AlertEvent;
  /** Alerts in all; `alerts` holds the first of them. */
  count: number;
  tenants: number;
  alerts: ToldAlert[];
}

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What a delivery is: a message, somebody's test, or the question whether an e-mail address is wanted. */
export type DeliveryType = `${AlertKind}.${AlertEvent}` | 'test' | 'confirmation';

/** Of the hours of a day in which nobody is told; `to` may lie behind midnight. */
export interface ChannelQuietHours {
  from: string;
  to: string;
}

/** Whose channel it is; null: the operator's. */
export interface ChannelReference {
  tenantId: string | null;
  channelId: string;
}
