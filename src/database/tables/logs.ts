import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
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

/** Who did what. `tenantId` is null for what an operator does to no tenant in particular. */
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
  },
  (table) => [
    index('audit_logs_newest').on(table.tenantId, table.at, table.id),
    index('audit_logs_newest_of_all').on(table.at, table.id),
    tenantPolicy('audit_logs', table.tenantId),
    ...systemPolicies('audit_logs', 'select', 'insert'),
  ],
);
