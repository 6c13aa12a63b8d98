import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { DeliveryState, EventType, TEST_EVENT, WhyPaused } from '../../model/events/event';
import { bytes, json, moment, now, ownId } from './columns';
import { systemPolicies, tenantPolicy } from './policies';
import { stores } from './stores';
import { tenants } from './tenancy';

/** Where a tenant's own systems are told what happens. */
export const eventEndpoints = pgTable(
  'event_endpoints',
  {
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.id),
    id: ownId(),
    url: text('url').notNull(),
    description: text('description'),
    events: text('events').array().$type<EventType[]>().notNull(),
    sealedSecret: bytes('sealed_secret').notNull(),
    /** The one before signs too, until then. */
    sealedFormerSecret: bytes('sealed_former_secret'),
    formerSecretUntil: moment('former_secret_until'),
    pausedAt: moment('paused_at'),
    pausedWhy: text('paused_why').$type<WhyPaused>(),
    /** Tries in a row that failed, since when, why the last one did, and when it gets the next one. */
    failedTries: integer('failed_tries').notNull().default(0),
    failingSince: moment('failing_since'),
    lastProblem: text('last_problem'),
    probeAt: moment('probe_at'),
    lastSuccessAt: moment('last_success_at'),
    createdAt: now('created_at'),
    updatedAt: now('updated_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    tenantPolicy('event_endpoints', table.tenantId),
    ...systemPolicies('event_endpoints', 'select'),
  ],
);

/** What happened, written in the transaction that made it true, where an endpoint wants to hear of it. */
export const events = pgTable(
  'events',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: ownId(),
    type: text('type').$type<EventType | typeof TEST_EVENT>().notNull(),
    at: now('at'),
    /** null: of a test. */
    storeId: uuid('store_id'),
    data: json('data').notNull(),
    /** Changes of a store's catalogue are joined until somebody may have been told: from then on they stay as they are. */
    frozenAt: moment('frozen_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('events_open_changes')
      .on(table.tenantId, table.storeId)
      .where(sql`type = 'catalog.changed' and frozen_at is null`),
    index('events_told_changes')
      .on(table.tenantId, table.storeId, table.frozenAt)
      .where(sql`type = 'catalog.changed' and frozen_at is not null`),
    foreignKey({
      name: 'events_store',
      columns: [table.tenantId, table.storeId],
      foreignColumns: [stores.tenantId, stores.id],
    }),
    tenantPolicy('events', table.tenantId),
  ],
);

/** One event on its way to one endpoint. */
export const eventDeliveries = pgTable(
  'event_deliveries',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: ownId(),
    endpointId: uuid('endpoint_id').notNull(),
    eventId: uuid('event_id').notNull(),
    state: text('state').$type<DeliveryState>().notNull().default('pending'),
    tries: integer('tries').notNull().default(0),
    /** null: it is tried no more. */
    nextTryAt: moment('next_try_at').default(sql`now()`),
    firstTriedAt: moment('first_tried_at'),
    /** The attempt that has it in hand. The next one of the endpoint takes it over: there is one at a time. */
    claimedBy: uuid('claimed_by'),
    /** The last answer, or why there was none. */
    responseStatus: integer('response_status'),
    responseBody: text('response_body'),
    responseMs: integer('response_ms'),
    problem: text('problem'),
    createdAt: now('created_at'),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('event_deliveries_once').on(table.tenantId, table.eventId, table.endpointId),
    index('event_deliveries_due')
      .on(table.tenantId, table.endpointId, table.nextTryAt, table.id)
      .where(sql`state = 'pending'`),
    index('event_deliveries_newest').on(table.tenantId, table.endpointId, table.createdAt, table.id),
    index('event_deliveries_failed')
      .on(table.tenantId, table.endpointId, table.createdAt, table.id)
      .where(sql`state = 'failed'`),
    foreignKey({
      name: 'event_deliveries_endpoint',
      columns: [table.tenantId, table.endpointId],
      foreignColumns: [eventEndpoints.tenantId, eventEndpoints.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'event_deliveries_event',
      columns: [table.tenantId, table.eventId],
      foreignColumns: [events.tenantId, events.id],
    }),
    tenantPolicy('event_deliveries', table.tenantId),
    // What is due, over all tenants: what it tells stands in `events`, which the system does not see.
    pgPolicy('event_deliveries_system_select', {
      for: 'select',
      using: sql`state = 'pending' and (select current_setting('app.scope', true) = 'system')`,
    }),
  ],
);
