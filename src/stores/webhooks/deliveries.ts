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
  /** Somebody may take it up now: the store is active and not paused, so is its tenant, and its webhooks are wanted. */
  isTakable: boolean;
}

const NOT_WANTED = 'The setting `webhooks` of the store is off: what it tells is not read';

/**
 * Keeps a delivery, and notes that the store has hints; null where it is connected no more. All is sent at once.
 *
 * The same news as a hint that nobody has claimed yet is that hint, but observed anew: what was asked before this moment has
 * not seen it. One that is claimed is no conflict, as it may have been read before this came. Webhooks that somebody entered
 * by hand go on when the setting is off: no hint is kept of them. Those of a tenant that is switched off wait, and those of a
 * store that refused us: nobody is rung, and the look each minute finds them once it is on, or answers, again.
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
      select s.tenant_id, s.id,
             case when ${isPending}::boolean and s.webhooks = 'off' then 'ignored' else ${state}::text end as state,
             case when ${isPending}::boolean and s.webhooks = 'off' then ${NOT_WANTED}::text else ${reason}::text end as reason,
             ${isPending}::boolean and s.webhooks <> 'off' and s.paused_at is null as is_waiting,
             t.is_active and s.status = 'active' as is_on
        from stores s
        join tenants t on t.id = s.tenant_id
       where s.tenant_id = ${sql.tenantId}::uuid
         and s.id = ${storeId}::uuid
         and s.status <> 'disconnected'
    ), noted as (
      update store_webhooks w
         set hints_since = now()
        from store
       where w.tenant_id = ${sql.tenantId}::uuid
         and w.store_id = store.id
         and (w.hints_since is null or w.hints_since > now())
         and store.is_waiting
    )
    insert into webhook_events as known
           (tenant_id, store_id, topic, external_ids, subject, news, deduplication_key, dated_at, state, handled_at, reason)
    select tenant_id, id, ${topic}::text, ${externalIds}::text[], ${subject}::text, ${news}::text,
           ${deduplicationKey}::text, ${datedAt}::timestamptz, state,
           case when state <> 'pending' then now() end, reason
      from store
        on conflict (tenant_id, store_id, deduplication_key) where state = 'pending' and claimed_by is null
        do update set observation = excluded.observation, dated_at = greatest(known.dated_at, excluded.dated_at),
                      read_again_at = null
    returning (select is_waiting and is_on from store) as "isTakable"`;
  const [, { rows }] = await Promise.all([shared, storing]);
  return rows[0] ?? null;
}
