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
