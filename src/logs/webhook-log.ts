import { type Page, type PageRequest, pageOfRows } from '../database/page';
import type { RowOf, TenantSql } from '../database/sql';
import { webhookLogs } from '../database/tables/logs';
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
export async function writeWebhookLog({ db, tenantId }: TenantSql, entry: WebhookLogEntry): Promise<void> {
  await db.insert(webhookLogs).values({ ...entry, tenantId, processingMs: Math.round(entry.processingMs) });
}

export type WebhookLog = Pick<
  RowOf<typeof webhookLogs>,
  'id' | 'at' | 'provider' | 'event' | 'status' | 'payload' | 'processing_ms' | 'store_id' | 'run_id'
>;

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
