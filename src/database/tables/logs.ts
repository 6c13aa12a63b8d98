import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Platform } from '../../model/platform';
import { json, now, ownId } from './columns';
import { systemPolicies, tenantPolicy } from './policies';

/** One row for every run that reached its last status. */
export const webhookLogs = pgTable(
  'webhook_logs',
  {
    tenantId: uuid('tenant_id').notNull(),
    id: ownId(),
    at: now('at'),
    provider: text('provider').$type<Platform>().notNull(),
    event: text('event').notNull(),
    status: text('status').notNull(),
    payload: json('payload').notNull(),
    processingMs: integer('processing_ms').notNull(),
    storeId: uuid('store_id'),
    runId: uuid('run_id'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('webhook_logs_newest').on(table.tenantId, table.at, table.id),
    tenantPolicy('webhook_logs', table.tenantId),
  ],
);

/** What came of something that was asked for: it was carried out, it was refused, or it could not be done. */
export const AUDIT_OUTCOMES = ['done', 'refused', 'failed'] as const;

export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/**
 * Who did what. `tenantId` is null for what an operator does to no tenant in particular. Rows are only ever added: what
 * came of something that was asked for is a second row, which names the first one as `outcomeOf`.
 */
export const auditLogs = pgTable(
  'audit_logs',
  {
    id: ownId().primaryKey(),
    tenantId: uuid('tenant_id'),
    at: now('at'),
    action: text('action').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name'),
    metadata: json('metadata').notNull(),
    /** The client's, as `clientAddress` says it; null where no request asked. */
    address: text('address'),
    requestId: uuid('request_id'),
    /**
     * null: asked for; what came of it says another row, or nobody knows. The default is for programs of the version
     * before, which wrote what was done.
     */
    outcome: text('outcome').$type<AuditOutcome>().default('done'),
    outcomeOf: uuid('outcome_of'),
  },
  (table) => [
    index('audit_logs_newest').on(table.tenantId, table.at, table.id),
    index('audit_logs_newest_of_all').on(table.at, table.id),
    uniqueIndex('audit_logs_outcome').on(table.outcomeOf).where(sql`outcome_of is not null`),
    tenantPolicy('audit_logs', table.tenantId),
    ...systemPolicies('audit_logs', 'select', 'insert'),
  ],
);
