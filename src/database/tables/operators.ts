import { sql } from 'drizzle-orm';
import { pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, moment, now, ownId } from './columns';
import { systemPolicies } from './policies';

/**
 * The keys of operators, one row a key: a rotation adds one of the same name. Whoever has `OPERATOR_KEY` of the settings
 * stands in no row.
 */
export const operators = pgTable(
  'operators',
  {
    id: ownId().primaryKey(),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    hash: bytes('hash').notNull(),
    createdAt: now('created_at'),
    lastUsedAt: moment('last_used_at'),
    expiresAt: moment('expires_at'),
    revokedAt: moment('revoked_at'),
    replacedBy: uuid('replaced_by'),
  },
  (table) => [
    unique('operators_prefix').on(table.prefix),
    uniqueIndex('operators_name').on(table.name).where(sql`revoked_at is null and replaced_by is null`),
    ...systemPolicies('operators', 'select', 'insert', 'update'),
  ],
);
