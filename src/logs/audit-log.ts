import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database';
import type { Sql } from '../database/sql';
import type { AuditOutcome } from '../database/tables/logs';
import { PLATFORMS, type Platform } from '../model/platform';

export type AuditAction =
  | `${Platform}_sync_triggered`
  | 'all_stores_sync_triggered'
  | 'schedule_triggered'
  | 'schedule_updated'
  | 'sync_cancelled'
  | 'sync_retried_now'
  | 'deactivation_approved'
  | 'deactivation_rejected'
  | 'rejected_products_retried'
  | 'store_connected'
  | 'store_verified'
  | 'brake_accepted'
  | 'store_reconnected'
  | 'store_updated'
  | 'store_disconnected'
  | 'store_connect_failed'
  | 'webhook_secret_made'
  | 'webhook_former_secret_dropped'
  | 'event_endpoint_created'
  | 'event_endpoint_updated'
  | 'event_endpoint_deleted'
  | 'event_endpoint_secret_made'
  | 'event_endpoint_tested'
  | 'event_delivery_resent'
  | 'credentials_resealed'
  | 'tenant_created'
  | 'tenant_updated'
  | 'tenant_deleted'
  | 'tenant_exported'
  | 'api_key_created'
  | 'api_key_rotated'
  | 'api_key_revoked'
  | 'operator_created'
  | 'operator_key_rotated'
  | 'operator_revoked'
  | 'alert_channel_created'
  | 'alert_channel_updated'
  | 'alert_channel_deleted'
  | 'alert_channel_tested'
  | 'alert_channel_confirmed'
  | 'request_refused';

export const SYNC_TRIGGERED: readonly AuditAction[] = PLATFORMS.map(
  (platform) => `${platform}_sync_triggered` as const,
);

export interface Actor {
  /** `api_key`, `operator`, `cli`; `unknown` where nobody could be recognised. */
  kind: string;
  id: string | null;
  name: string | null;
}

/** Who it was, and from where: both are null for a program that somebody ran. */
export interface AuditActor extends Actor {
  address: string | null;
  requestId: string | null;
}

export interface AuditEntry {
  /** null for what concerns no tenant in particular. */
  tenantId: string | null;
  action: AuditAction;
  actor: AuditActor;
  /** Ids and addresses; never a credential (I8). */
  metadata: Record<string, unknown>;
}

/** Something that was asked for: its row stands, and what came of it is still to be written. */
export interface AskedEntry extends AuditEntry {
  id: string;
}

/** Who did what, in the transaction that does it. */
export async function writeAuditLog(sql: Sql, entry: AuditEntry): Promise<void> {
  await insertEntry(sql, entry, { id: randomUUID(), outcome: 'done', outcomeOf: null });
}

/**
 * Who asked for what is done elsewhere, before it is done: should the answer be lost, or this process end, the entry
 * stands without an outcome, and says that nobody knows it. With one it is what more may be told of later.
 */
export async function noteAsked(sql: Sql, entry: AuditEntry, outcome: AuditOutcome | null = null): Promise<AskedEntry> {
  const asked = { ...entry, id: randomUUID() };
  await insertEntry(sql, entry, { id: asked.id, outcome, outcomeOf: null });
  return asked;
}

/** What came of it, once: a row of its own, because rows of the audit log are never changed. */
export async function noteOutcome(
  sql: Sql,
  asked: AskedEntry,
  outcome: AuditOutcome,
  metadata: AuditEntry['metadata'] = {},
): Promise<void> {
  await insertEntry(sql, { ...asked, metadata }, { id: randomUUID(), outcome, outcomeOf: asked.id });
}

/** The same in a transaction of its own, in the scope in which it was asked for. */
export async function noteOutcomeApart(
  database: Database,
  asked: AskedEntry,
  outcome: AuditOutcome,
  metadata?: AuditEntry['metadata'],
): Promise<void> {
  const write = (sql: Sql) => noteOutcome(sql, asked, outcome, metadata);
  await (asked.tenantId === null ? database.withSystem(write) : database.withTenant(asked.tenantId, write));
}

/** By the clock, not by the transaction's begin: what one transaction does has an order too. */
async function insertEntry(
  sql: Sql,
  { tenantId, action, actor, metadata }: AuditEntry,
  { id, outcome, outcomeOf }: { id: string; outcome: AuditOutcome | null; outcomeOf: string | null },
): Promise<void> {
  await sql`
    insert into audit_logs (at, id, tenant_id, action, actor_kind, actor_id, actor_name, address, request_id, metadata,
                            outcome, outcome_of)
    values (clock_timestamp(), ${id}::uuid, ${tenantId}::uuid, ${action}::text, ${actor.kind}::text, ${actor.id}::text,
            ${actor.name}::text, ${actor.address}::text, ${actor.requestId}::uuid, ${JSON.stringify(metadata)}::jsonb,
            ${outcome}::text, ${outcomeOf}::uuid)
        on conflict do nothing`;
}
