import { sql } from 'drizzle-orm';
import {
  bigint,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { HintHold, HintNews, HintState, HintSubject } from '../../model/webhooks/hints';
import type { WebhookState, WebhookTopic } from '../../model/webhooks/webhook-states';
import { bytes, json, moment, now, ownId } from './columns';
import { countingPolicy, systemPolicies, tenantPolicy } from './policies';
import { stores } from './stores';

/** The inbox: what stores told. Hints, never truth: they only choose what is read again. */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: ownId(),
    storeId: uuid('store_id').notNull(),
    /** In the platform's own words: `product.updated`, `products/delete`. */
    topic: text('topic').notNull(),
    /** Of the store, and what they are ids of. Empty: the hint names none. */
    externalIds: text('external_ids').array().notNull(),
    subject: text('subject').$type<HintSubject>().notNull(),
    news: text('news').$type<HintNews>().notNull(),
    /** Equal for deliveries of the same news. Only among those that no one has claimed: a claimed one's read may be older. */
    deduplicationKey: text('deduplication_key').notNull(),
    receivedAt: now('received_at'),
    /**
     * Its place among all that we observed (I12), which a repeated delivery moves on: what was asked later has seen what it
     * tells of.
     */
    observation: bigint('observation', { mode: 'number' }).notNull().default(sql`nextval('observations')`),
    /** By the store's clock, when what it tells of happened; null where it does not say. */
    datedAt: moment('dated_at'),
    state: text('state').$type<HintState>().notNull().default('pending'),
    /** The run, and its batch, that asks the store about it just now. */
    claimedBy: uuid('claimed_by'),
    claimedBatch: uuid('claimed_batch'),
    claimedAt: moment('claimed_at'),
    /** Answers that were older than the news itself, and when the store is asked again. */
    tries: integer('tries').notNull().default(0),
    readAgainAt: moment('read_again_at'),
    heldBy: text('held_by').$type<HintHold>(),
    /** The run that settled it, when, and why so; null while it is pending. */
    runId: uuid('run_id'),
    handledAt: moment('handled_at'),
    reason: text('reason'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('webhook_events_once')
      .on(table.tenantId, table.storeId, table.deduplicationKey)
      .where(sql`state = 'pending' and claimed_by is null`),
    index('webhook_events_pending')
      .on(table.tenantId, table.storeId, table.receivedAt, table.id)
      .where(sql`state = 'pending'`),
    index('webhook_events_newest').on(table.tenantId, table.receivedAt, table.id),
    index('webhook_events_not_refreshed')
      .on(table.tenantId, table.state, table.receivedAt, table.id)
      .where(sql`state in ('ignored', 'failed')`),
    index('webhook_events_of_store').on(table.tenantId, table.storeId, table.receivedAt, table.id),
    foreignKey({
      name: 'webhook_events_store',
      columns: [table.tenantId, table.storeId],
      foreignColumns: [stores.tenantId, stores.id],
    }),
    tenantPolicy('webhook_events', table.tenantId),
    countingPolicy('webhook_events', sql`state = 'pending'`),
  ],
);

/**
 * A store's webhooks, apart from `stores`: each delivery looks here, and some write here, while a row of `stores` may be
 * locked for as long as a platform takes to answer.
 */
export const storeWebhooks = pgTable(
  'store_webhooks',
  {
    tenantId: uuid('tenant_id').notNull(),
    storeId: uuid('store_id').notNull(),
    state: text('state').$type<WebhookState>().notNull(),
    /** Why so, for people. */
    reason: text('reason'),
    /** Where ours send to: by it they are known among the store's. */
    deliveryUrl: text('delivery_url'),
    topics: json('topics').$type<WebhookTopic[]>().notNull().default(sql`'[]'::jsonb`),
    /** The secret that signs, and the one before, which is taken too; sealed apart from the credentials. */
    sealedSecret: bytes('sealed_secret'),
    sealedFormerSecret: bytes('sealed_former_secret'),
    /** Rises with each new secret. */
    secretVersion: integer('secret_version').notNull().default(0),
    secretSince: moment('secret_since'),
    /** Rightly signed ones since then, by the secret that signed. */
    deliveries: bigint('deliveries', { mode: 'number' }).notNull().default(0),
    deliveriesByFormer: bigint('deliveries_by_former', { mode: 'number' }).notNull().default(0),
    lastReceivedAt: moment('last_received_at'),
    wrongSignatures: bigint('wrong_signatures', { mode: 'number' }).notNull().default(0),
    wrongSignatureAt: moment('wrong_signature_at'),
    /** Since when it has pending hints that somebody may take up; null: none that are known of. */
    hintsSince: moment('hints_since'),
    /** When the store last said what it is, being the one that was connected and in the catalogue’s currency. */
    describedAt: moment('described_at'),
    /** The store told that we were uninstalled: asked about before anything is made of it. */
    uninstallToldAt: moment('uninstall_told_at'),
    /** When its registration is looked at next, and when it was last. null: nobody looks after it. */
    lookDueAt: moment('look_due_at'),
    lookedAt: moment('looked_at'),
    updatedAt: now('updated_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.storeId] }),
    unique('store_webhooks_store').on(table.storeId),
    index('store_webhooks_hints').on(table.hintsSince, table.storeId).where(sql`hints_since is not null`),
    index('store_webhooks_due').on(table.lookDueAt, table.storeId).where(sql`look_due_at is not null`),
    foreignKey({
      name: 'store_webhooks_of_store',
      columns: [table.tenantId, table.storeId],
      foreignColumns: [stores.tenantId, stores.id],
    }),
    tenantPolicy('store_webhooks', table.tenantId),
    ...systemPolicies('store_webhooks', 'select'),
  ],
);
