import { bigint, date, foreignKey, index, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { systemPolicies, tenantPolicy } from './policies';
import { stores } from './stores';

const count = <Name extends string>(name: Name) => integer(name).notNull().default(0);

/** What runs made of a store on a day (UTC), by when they ended: trends ask these rows, not all runs. */
export const storeDays = pgTable(
  'store_days',
  {
    tenantId: uuid('tenant_id').notNull(),
    storeId: uuid('store_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    /** Runs by outcome, and how long they took: refreshes and dry runs aside. */
    completed: count('completed'),
    completedWithErrors: count('completed_with_errors'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    durationMs: bigint('duration_ms', { mode: 'number' }).notNull().default(0),
    medianMs: bigint('median_ms', { mode: 'number' }),
    longestMs: bigint('longest_ms', { mode: 'number' }),
    /** The store's at the end of the day, or by now; null: not known. */
    products: integer('products'),
    /** Products that changed in the catalogue, in refreshes too. */
    changes: count('changes'),
    /** Of all runs, refreshes and dry runs too. */
    requests: bigint('requests', { mode: 'number' }).notNull().default(0),
    throttledMs: bigint('throttled_ms', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.storeId, table.day] }),
    index('store_days_of_day').on(table.day, table.tenantId),
    foreignKey({
      name: 'store_days_store',
      columns: [table.tenantId, table.storeId],
      foreignColumns: [stores.tenantId, stores.id],
    }),
    tenantPolicy('store_days', table.tenantId),
    ...systemPolicies('store_days', 'select'),
  ],
);
