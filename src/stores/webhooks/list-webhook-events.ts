import { type Page, type PageRequest, pageOfRows } from '../../database/page';
import type { TenantSql } from '../../database/sql';
import type { HintState } from '../../model/webhooks/hints';

export interface WebhookEvent {
  id: string;
  received_at: Date;
  store_id: string;
  topic: string;
  external_ids: string[];
  state: HintState;
  /** That settled it; null where none had to. */
  run_id: string | null;
  /** From when it came until it was settled; null while it is pending. */
  processing_ms: number | null;
  reason: string | null;
}

/** What stores told, newest first; of one store, and in one state. */
export async function listWebhookEvents(
  sql: TenantSql,
  { limit, after, storeId, state }: PageRequest & { storeId?: string | undefined; state?: HintState | undefined },
): Promise<Page<WebhookEvent>> {
  const [at = null, id = null] = after ?? [];
  const { rows } = await sql<WebhookEvent & { at_exact: string }>`
    select id, received_at, received_at::text as at_exact, store_id, topic, external_ids, state, run_id, reason,
           round(extract(epoch from handled_at - received_at) * 1000)::int8 as processing_ms
      from webhook_events
     where tenant_id = ${sql.tenantId}::uuid
       and (${storeId ?? null}::uuid is null or store_id = ${storeId ?? null}::uuid)
       and (${state ?? null}::text is null or state = ${state ?? null}::text)
       and (${id}::uuid is null or (received_at, id) < (${at}::timestamptz, ${id}::uuid))
     order by received_at desc, id desc
     limit ${limit + 1}::int`;
  return pageOfRows(
    rows,
    limit,
    (row) => [row.at_exact, row.id],
    ({ at_exact: _, ...event }) => event,
  );
}
