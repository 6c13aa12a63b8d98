import { type Page, type PageRequest, pageOfRows } from '../database/page';
import type { TenantSql } from '../database/sql';
import type { Platform } from '../model/platform';

export interface WebhookLogEntry {
  provider: Platform;
  event: 'product_sync';
  status: 'success' | 'error';
  /** Counts and states; never product data or a credential. */
  payload: Record<string, unknown>;
  processingMs: number;
  storeId: string;
  runId: string;
}

/** One row for a run that reached its last status, written in the transaction that sets it. */
export async function writeWebhookLog(sql: TenantSql, entry: WebhookLogEntry): Promise<void> {
  await sql`
    insert into webhook_logs (tenant_id, provider, event, status, payload, processing_ms, store_id, run_id)
    values (${sql.tenantId}::uuid, ${entry.provider}::text, ${entry.event}::text, ${entry.status}::text,
            ${JSON.stringify(entry.payload)}::jsonb, ${Math.round(entry.processingMs)}::int,
            ${entry.storeId}::uuid, ${entry.runId}::uuid)`;
}

export interface WebhookLog {
  id: string;
  at: Date;
  provider: Platform;
  event: string;
  status: string;
  payload: unknown;
  processing_ms: number;
  store_id: string | null;
  run_id: string | null;
}

/** Newest first. */
export async function listWebhookLogs(sql: TenantSql, { limit, after }: PageRequest): Promise<Page<WebhookLog>> {
  const [at = null, id = null] = after ?? [];
  const { rows } = await sql<WebhookLog & { at_exact: string }>`
    select id, at, at::text as at_exact, provider, event, status, payload, processing_ms, store_id, run_id
      from webhook_logs
     where tenant_id = ${sql.tenantId}::uuid
       and (${id}::uuid is null or (at, id) < (${at}::timestamptz, ${id}::uuid))
     order by at desc, id desc
     limit ${limit + 1}::int`;
  return pageOfRows(
    rows,
    limit,
    (row) => [row.at_exact, row.id],
    ({ at_exact: _, ...log }) => log,
  );
}
