import { onlyRow, type TenantSql } from '../../database/sql';
import type { WebhookState, WebhookTopic } from '../../model/webhooks/webhook-states';
import type { Store } from '../store';
import { deliveryUrlOf } from './delivery-url';
import { NO_PUBLIC_URL, NOT_TRIED } from './registration';

export interface WebhooksView {
  state: WebhookState;
  reason: string | null;
  delivery_url: string | null;
  topics: (Pick<WebhookTopic, 'topic' | 'state' | 'since'> & { reason?: string })[];
  last_received_at: string | null;
  pending: number;
  oldest_pending_at: string | null;
  deliveries: number;
  deliveries_by_former: number;
  wrong_signatures: number;
}

interface Row {
  state: WebhookState | null;
  reason: string | null;
  deliveryUrl: string | null;
  topics: WebhookTopic[] | null;
  lastReceivedAt: Date | null;
  deliveries: number | null;
  deliveriesByFormer: number | null;
  wrongSignatures: number | null;
  pending: number;
  oldestPendingAt: Date | null;
}

/** How a store tells of news, as the API shows it: never a secret (I8). */
export async function readWebhooks(
  sql: TenantSql,
  store: Pick<Store, 'id' | 'platform' | 'webhooks' | 'status'>,
  publicUrl: string | null,
): Promise<WebhooksView> {
  const { rows } = await sql<Row>`
    select w.state, w.reason, w.delivery_url as "deliveryUrl", w.topics, w.last_received_at as "lastReceivedAt",
           w.deliveries, w.deliveries_by_former as "deliveriesByFormer", w.wrong_signatures as "wrongSignatures",
           waiting.pending, waiting."oldestPendingAt"
      from (select count(*) as pending, min(received_at) as "oldestPendingAt"
              from webhook_events
             where tenant_id = ${sql.tenantId}::uuid and store_id = ${store.id}::uuid and state = 'pending') waiting
      left join store_webhooks w on w.tenant_id = ${sql.tenantId}::uuid and w.store_id = ${store.id}::uuid`;
  const row = onlyRow(rows);
  const isWanted = store.webhooks === 'auto' && store.status !== 'disconnected';
  const current = isWanted && publicUrl !== null ? deliveryUrlOf(publicUrl, store) : null;
  return {
    // A row may be there for other reasons than a look, and says `off` then.
    ...(row.state === null || (row.state === 'off' && isWanted)
      ? untried(isWanted, publicUrl)
      : { state: row.state, reason: row.reason }),
    delivery_url: current ?? (store.status === 'disconnected' ? null : row.deliveryUrl),
    topics: (isWanted ? (row.topics ?? []) : []).map(({ external_id: _, ...topic }) => topic),
    last_received_at: row.lastReceivedAt?.toISOString() ?? null,
    pending: row.pending,
    oldest_pending_at: row.oldestPendingAt?.toISOString() ?? null,
    deliveries: row.deliveries ?? 0,
    deliveries_by_former: row.deliveriesByFormer ?? 0,
    wrong_signatures: row.wrongSignatures ?? 0,
  };
}

/** Nobody has looked yet. */
function untried(isWanted: boolean, publicUrl: string | null): Pick<WebhooksView, 'state' | 'reason'> {
  if (!isWanted) return { state: 'off', reason: null };
  return publicUrl === null
    ? { state: 'no_public_url', reason: NO_PUBLIC_URL }
    : { state: 'refused', reason: NOT_TRIED };
}
