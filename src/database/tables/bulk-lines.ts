import { bigint, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { tenantPolicy } from './policies';

/**
 * The lines of a bulk file, from its download until the run has merged them. Unlogged (a custom migration): a database
 * crash empties it, and the file is downloaded again. They are contiguous, so that the last one tells how far it is.
 */
export const bulkLines = pgTable(
  'bulk_lines',
  {
    tenantId: uuid('tenant_id').notNull(),
    runId: uuid('run_id').notNull(),
    /** From 0. */
    line: bigint('line', { mode: 'number' }).notNull(),
    /** Bytes of the file up to the end of this line: where a download that was cut off goes on. */
    endsAt: bigint('ends_at', { mode: 'number' }).notNull(),
    gid: text('gid').notNull(),
    /** null: a product. */
    parentGid: text('parent_gid'),
    doc: text('doc').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.runId, table.line] }),
    /** Products in the file's order, and the children of each. */
    index('bulk_lines_family').on(table.tenantId, table.runId, table.parentGid, table.line),
    tenantPolicy('bulk_lines', table.tenantId),
  ],
);
