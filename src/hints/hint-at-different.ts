import type { TenantSql } from '../database/sql';
import type { HintNews } from '../model/webhooks/hints';
import { shareHints } from '../stores/webhooks/hints-lock';

export interface DifferentProduct {
  externalId: string;
  news: HintNews;
  /** Which way missed it, for people. */
  reason?: string;
}

/**
 * Puts products that a sample found different into the inbox, as if the store had told of them: they are read again and
 * merged, or confirmed as gone, like all others. What waits already is not doubled. The store's row of webhooks may be
 * missing: it is made then, for nobody has looked after it.
 */
export async function hintAtDifferent(
  sql: TenantSql,
  storeId: string,
  products: readonly DifferentProduct[],
): Promise<void> {
  if (products.length === 0) return;
  await shareHints(sql, storeId);
  await sql`
    insert into webhook_events (tenant_id, store_id, topic, external_ids, subject, news, reason, deduplication_key)
    select ${sql.tenantId}::uuid, ${storeId}::uuid, 'sample', array[different.external_id], 'product', different.news,
           different.reason, 'sample/' || md5(different.external_id)
      from unnest(${products.map((each) => each.externalId)}::text[], ${products.map((each) => each.news)}::text[],
                  ${products.map((each) => each.reason ?? null)}::text[]) as different(external_id, news, reason)
     order by different.external_id
        on conflict (tenant_id, store_id, deduplication_key) where state = 'pending' and claimed_by is null
        do update set observation = excluded.observation, news = excluded.news, reason = excluded.reason, read_again_at = null`;
  await sql`
    insert into store_webhooks as w (tenant_id, store_id, state, hints_since)
    values (${sql.tenantId}::uuid, ${storeId}::uuid, 'off', now())
        on conflict (tenant_id, store_id) do update set hints_since = least(w.hints_since, excluded.hints_since)`;
}
