import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';
import { systemPolicies } from './policies';

/** Which process tells the operator of what is away, or back: one of all APIs. */
export const emergencyTellings = pgTable(
  'emergency_tellings',
  {
    what: text('what').primaryKey(),
    event: text('event').$type<'away' | 'back'>().notNull(),
    claimedAt: moment('claimed_at').notNull(),
    /** null: whoever claimed it is about to. */
    toldAt: moment('told_at'),
  },
  () => systemPolicies('emergency_tellings', 'select', 'insert', 'update'),
);
