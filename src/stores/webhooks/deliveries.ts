import type { TenantSql } from '../../database/sql';
import type { HintNews, HintState, HintSubject } from '../../model/webhooks/hints';
import { shareHints } from './hints-lock';

/** A delivery as a row of the inbox: `pending` where something is to be read again. */
export interface Delivery {
  topic: string;
  news: HintNews;
  subject: HintSubject;
  externalIds: readonly string[];
  datedAt: string | null;
  deduplicationKey: string;
  state: HintState;
  /** Why it is settled as it comes; null while it is pending. */
  reason: string | null;
}

export interface StoredDelivery {
  /** Nobody takes it up before the store is resumed. */
  isPaused: boolean;
}

/**
 * Keeps a delivery, and notes that the store has hints; null where it is connected no more. All is sent at once.
 *
 * The same news as a hint that nobody has claimed yet is that hint, but observed anew: what was asked before this moment has
 * not seen it. One that is claimed is no conflict, as it may have been read before this came.
 */
export async function storeDelivery(
  sql: TenantSql,
  storeId: string,
  { topic, news, subject, externalIds, datedAt, deduplicationKey, state, reason }: Delivery,
): Promise<StoredDelivery | null> {
  const isPending = state === 'pending';
  const shared = shareHints(sql, storeId);
  const storing = sql<StoredDelivery>`
    with store as (
      select tenant_id, id, paused_at is not null as is_paused
        from stores
       where tenant_id = ${sql.tenantId}::uuid
         and id = ${storeId}::uuid
         and status <> 'disconnected'
    ), noted as (
      update store_webhooks w
         set hints_since = now()
        from store
       where w.tenant_id = ${sql.tenantId}::uuid
         and w.store_id = store.id
         and (w.hints_since is null or w.hints_since > now())
         and not store.is_paused
         and ${isPending}::boolean
    )
    insert into webhook_events as known
           (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key, dated_at, state, handled_at, reason)
    select tenant_id, id, ${topic}::text, ${externalIds}::text[], ${subject}::text, ${news}::text,
           ${deduplicationKey}::text, ${datedAt}::timestamptz, ${state}::text,
           case when not ${isPending}::boolean then now() end, ${reason}::text
      from store
        on conflict (tenant_id, store_id, deduplication_key) where state = 'pending' and claimed_by is null
        do update set observation = excluded.observation, dated_at = greatest(known.dated_at, excluded.dated_at),
                      read_again_at = null
    returning (select is_paused from store) as "isPaused"`;
  const [, { rows }] = await Promise.all([shared, storing]);
  return rows[0] ?? null;
}
