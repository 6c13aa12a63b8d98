import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';
import { systemPolicies } from './policies';

/**
 * How much each key, and each address with wrong keys, asked within its minute, over all processes of the API. Unlogged (a
 * custom migration): a database crash forgets a minute.
 */
export const requestCounts = pgTable(
  'request_counts',
  {
    who: text('who').primaryKey(),
    startedAt: moment('started_at').notNull(),
    count: integer('count').notNull(),
  },
  () => systemPolicies('request_counts', 'select', 'insert', 'update', 'delete'),
);
