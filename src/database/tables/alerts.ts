import { sql } from 'drizzle-orm';
import { pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AlertFacts, AlertKind, SolvedWhy } from '../../model/alerts/alert-kinds';
import { json, moment, now, ownId } from './columns';
import { systemPolicies, tenantPolicy } from './policies';

/** What is wrong with stores, as states: one row a kind and store is open at a time. */
export const alerts = pgTable(
  'alerts',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: ownId(),
    kind: text('kind').$type<AlertKind>().notNull(),
    /** The store. No foreign key: what is wrong with it outlives nothing, and stores are never deleted alone. */
    storeId: uuid('store_id').notNull(),
    openedAt: now('opened_at'),
    /** As they were when it was last looked at. */
    facts: json('facts').$type<AlertFacts>().notNull().default(sql`'{}'::jsonb`),
    solvedAt: moment('solved_at'),
    solvedWhy: text('solved_why').$type<SolvedWhy>(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('alerts_open').on(table.tenantId, table.storeId, table.kind).where(sql`solved_at is null`),
    tenantPolicy('alerts', table.tenantId),
    ...systemPolicies('alerts', 'select'),
  ],
);
