import { sql } from 'drizzle-orm';
import { bigint, boolean, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Scope } from '../../model/scopes';
import { bytes, moment, now, ownId } from './columns';
import { deletionPolicy, systemPolicies, tenantPolicy } from './policies';

const SCOPED = sql`(select nullif(current_setting('app.tenant_id', true), '')::uuid)`;

export const tenants = pgTable(
  'tenants',
  {
    id: ownId().primaryKey(),
    name: text('name').notNull(),
    slug: text('slug').notNull().unique(),
    isActive: boolean('is_active').notNull().default(true),
    createdAt: now('created_at'),
    /** Its keys are refused and no run begins from here on: all that is its is being deleted. */
    deletionAskedAt: moment('deletion_asked_at'),
    /** Nobody but its deletion writes for it any more: see `enter_tenant`. */
    closedAt: moment('closed_at'),
  },
  (table) => [
    tenantPolicy('tenants', table.id, 'select'),
    deletionPolicy('tenants', sql`${table.id} = ${SCOPED} and ${table.closedAt} is not null`),
    ...systemPolicies('tenants', 'select', 'insert', 'update'),
  ],
);

/** The last `product_changes.seq` of a tenant: its row lock makes the order of numbers the order of commits. */
export const changeCounters = pgTable(
  'change_counters',
  {
    tenantId: uuid('tenant_id')
      .primaryKey()
      .references(() => tenants.id),
    lastSeq: bigint('last_seq', { mode: 'number' }).notNull().default(sql`0`),
    /** The last change that retention took, and the youngest moment of those: who asks for earlier ones is told. */
    expiredSeq: bigint('expired_seq', { mode: 'number' }).notNull().default(sql`0`),
    expiredAt: moment('expired_at'),
  },
  (table) => [tenantPolicy('change_counters', table.tenantId), ...systemPolicies('change_counters', 'insert')],
);

/** Only the hash of a key is kept; `prefix` finds the row, the hash is compared in constant time. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: ownId(),
    tenantId: uuid('tenant_id')
      .notNull()
      .references(() => tenants.id),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    hash: bytes('hash').notNull(),
    scopes: text('scopes').array().$type<Scope[]>().notNull(),
    createdAt: now('created_at'),
    /** Written once a minute at most. */
    lastUsedAt: moment('last_used_at'),
    expiresAt: moment('expires_at'),
    revokedAt: moment('revoked_at'),
    /** The key that a rotation made in its place. */
    replacedBy: uuid('replaced_by'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    unique('api_keys_prefix').on(table.prefix),
    tenantPolicy('api_keys', table.tenantId, 'select'),
    deletionPolicy(
      'api_keys',
      sql`${table.tenantId} = ${SCOPED} and exists (select from tenants where tenants.id = ${SCOPED} and tenants.closed_at is not null)`,
    ),
    ...systemPolicies('api_keys', 'select', 'insert', 'update'),
  ],
);
