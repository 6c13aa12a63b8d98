import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { AlertKind } from '../../model/alerts/alert-kinds';
import type {
  AlertMessage,
  ChannelKind,
  ChannelQuietHours,
  DeliveryState,
  DeliveryType,
} from '../../model/alerts/channels';
import { bytes, json, moment, now, ownId } from './columns';
import { ownerlessPolicy, systemPolicies, tenantPolicy } from './policies';

/** Where people are told of alerts. `tenantId` is null for the operator's, who is told of all tenants'. */
export const alertChannels = pgTable(
  'alert_channels',
  {
    id: ownId().primaryKey(),
    tenantId: uuid('tenant_id'),
    kind: text('kind').$type<ChannelKind>().notNull(),
    /** The address, and the secret that signs or confirms. */
    sealed: bytes('sealed').notNull(),
    /** As much of the address as anybody is shown. */
    shown: text('shown').notNull(),
    /** null: all, and those that come. */
    kinds: text('kinds').array().$type<AlertKind[]>(),
    quietHours: json('quiet_hours').$type<ChannelQuietHours>(),
    timeZone: text('time_zone').notNull().default('UTC'),
    /** null: an e-mail address whose owner has not said yet that it is wanted. */
    confirmedAt: moment('confirmed_at'),
    /** When the oldest of its deliveries is to be tried; null: it has none. */
    dueAt: moment('due_at'),
    /** Tries in a row that failed. Meanwhile nothing is added: what is unsolved then is told when it answers again. */
    failedTries: integer('failed_tries').notNull().default(0),
    createdAt: now('created_at'),
    updatedAt: now('updated_at'),
  },
  (table) => [
    index('alert_channels_of_tenant').on(table.tenantId, table.createdAt, table.id),
    index('alert_channels_due').on(table.dueAt, table.id).where(sql`due_at is not null`),
    tenantPolicy('alert_channels', table.tenantId),
    ownerlessPolicy('alert_channels', table.tenantId),
    ...systemPolicies('alert_channels', 'select'),
  ],
);

/** Which open alerts a channel was told of, and when last; the row goes when it is told that the alert is solved. */
export const alertTellings = pgTable(
  'alert_tellings',
  {
    tenantId: uuid('tenant_id'),
    channelId: uuid('channel_id').notNull(),
    alertId: uuid('alert_id').notNull(),
    toldAt: now('told_at'),
    /** Products that were set aside then: it is told again when they grew. */
    setAside: integer('set_aside'),
  },
  (table) => [
    primaryKey({ columns: [table.channelId, table.alertId] }),
    tenantPolicy('alert_tellings', table.tenantId),
    ownerlessPolicy('alert_tellings', table.tenantId),
  ],
);

/** What is sent to channels, one row a message. */
export const alertDeliveries = pgTable(
  'alert_deliveries',
  {
    id: ownId().primaryKey(),
    tenantId: uuid('tenant_id'),
    channelId: uuid('channel_id').notNull(),
    type: text('type').$type<DeliveryType>().notNull(),
    message: json('message').$type<AlertMessage>(),
    state: text('state').$type<DeliveryState>().notNull().default('pending'),
    tries: integer('tries').notNull().default(0),
    responseStatus: integer('response_status'),
    responseBody: text('response_body'),
    responseMs: integer('response_ms'),
    createdAt: now('created_at'),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    index('alert_deliveries_pending').on(table.channelId, table.createdAt, table.id).where(sql`state = 'pending'`),
    index('alert_deliveries_newest').on(table.tenantId, table.channelId, table.createdAt, table.id),
    tenantPolicy('alert_deliveries', table.tenantId),
    ownerlessPolicy('alert_deliveries', table.tenantId),
  ],
);

/** When an e-mail address was last asked whether it wants alerts, by its hash: once an hour, whoever names it. */
export const confirmationMails = pgTable(
  'confirmation_mails',
  {
    addressHash: text('address_hash').primaryKey(),
    sentAt: now('sent_at'),
  },
  () => systemPolicies('confirmation_mails', 'select', 'insert', 'update', 'delete'),
);
