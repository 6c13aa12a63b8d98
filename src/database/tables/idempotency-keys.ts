import { pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes, moment, now } from './columns';
import { operatorsPolicy, tenantPolicy } from './policies';

/**
 * An `Idempotency-Key` that came with a request, and what it was answered. `tenantId` is null where an operator acts for no
 * tenant: such rows belong to the system's scope, which sees none of a tenant.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    id: uuid('id').primaryKey(),
    tenantId: uuid('tenant_id'),
    /** The id of the API key or operator that sent it. */
    caller: text('caller').notNull(),
    /** The operation's name. */
    route: text('route').notNull(),
    key: text('key').notNull(),
    /** The request that works under the key: it alone may make what was asked for. */
    attempt: uuid('attempt').notNull(),
    takenAt: now('taken_at'),
    /** null: no answer is kept yet. */
    answeredAt: moment('answered_at'),
    /** What was asked, as a hash, and the answer: that may hold a key. */
    sealed: bytes('sealed').notNull(),
  },
  (table) => [
    unique('idempotency_keys_once').on(table.tenantId, table.caller, table.route, table.key).nullsNotDistinct(),
    tenantPolicy('idempotency_keys', table.tenantId),
    operatorsPolicy('idempotency_keys', table.tenantId),
  ],
);
