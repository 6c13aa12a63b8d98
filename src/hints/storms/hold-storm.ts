import { onlyRow, type SqlPart, sqlPart, type TenantSql } from '../../database/sql';
import type { Platform } from '../../model/platform';
import { waitsForDecision } from '../../stores/due/waits-for-decision';
import { Freshness } from '../../stores/freshness/settings';
import { lockStore } from '../../stores/lock-store';
import { StoreSettings } from '../../stores/store-settings';
import { changedSince } from '../../stores/watermark';
import { noteHintsSince } from '../hints-since';
import { IS_TAKABLE, MAY_BE_ASKED } from '../takable';
import { isStorm } from './is-storm';

/**
 * Of a store `s`: news that no listing of what changed was asked for yet. One that was had its chance to show it, also where
 * its run did not end well, and so left the watermark: else a storm would begin the next run over and over, and never be read.
 */
const mayBeListed = (sql: TenantSql, storeId: string): SqlPart => sqlPart`${IS_TAKABLE} and e.news = 'changed'
  and e.observation > coalesce(s.watermark_observation, 0)
  and e.received_at > coalesce(${lastListingBegan(sql, storeId, 'incremental')}, '-infinity')
  and e.received_at > coalesce(${lastListingBegan(sql, storeId, 'full')}, '-infinity')`;

export interface HeldStorm {
  hints: number;
  platform: Platform;
  storeName: string;
}

interface StormRow {
  platform: Platform;
  storeName: string;
  settings: unknown;
  freshness: unknown;
  ids: number;
}

/**
 * Holds the news of a storm for a run that reads what changed, a page at a time and each product once. What went never
 * waits for it. null: there is no storm, the store is not asked for what changed, has no watermark to ask from, or waits for a
 * decision that the run would need: all is read by id.
 */
export async function holdStorm(sql: TenantSql, storeId: string): Promise<HeldStorm | null> {
  const { rows } = await sql<StormRow>`
    select s.platform, s.name as "storeName", s.settings, s.freshness,
           (select count(distinct each.external_id)
              from webhook_events e, unnest(e.external_ids) each(external_id)
             where e.tenant_id = s.tenant_id and e.store_id = s.id and ${mayBeListed(sql, storeId)}) as ids
      from stores s
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
       and ${MAY_BE_ASKED} and s.status = 'active'`;
  const [store] = rows;
  if (store === undefined) return null;
  const { platform, storeName } = store;
  const limits = StoreSettings.parse(store.settings).hint_storm;
  const { incremental } = Freshness.parse(store.freshness);
  if (store.ids < Math.min(limits.ids, limits.at_least) || incremental === null || incremental.paused) return null;
  if (!isStorm(store.ids, await productsOf(sql, storeId), limits)) return null;
  if ((await changedSince(sql, storeId)) === null || (await waitsForDecision(sql, storeId))) return null;

  // A run that is closing settles what was held before: nothing may be held behind its back.
  await lockStore(sql, storeId);
  const { rowCount } = await sql`
    update webhook_events e set held_by = 'storm'
      from stores s
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
       and e.tenant_id = s.tenant_id and e.store_id = s.id and ${mayBeListed(sql, storeId)}`;
  await noteHintsSince(sql, storeId);
  return { hints: rowCount ?? 0, platform, storeName };
}

/** When the last one of a mode that is over did. `between`: by the mode's own index, for all hints once. */
function lastListingBegan(sql: TenantSql, storeId: string, mode: 'full' | 'incremental'): SqlPart {
  return sqlPart`
    (select coalesce(r.started_at, r.queued_at) from sync_runs r
      where r.tenant_id = ${sql.tenantId}::uuid and r.store_id = ${storeId}::uuid and not r.dry_run
        and r.mode between ${mode}::text and ${mode}::text and r.finished_at is not null
      order by r.mode desc, r.queued_at desc
      limit 1)`;
}

async function productsOf(sql: TenantSql, storeId: string): Promise<number> {
  const { rows } = await sql<{ products: number }>`
    select count(*) as products from products
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and is_active`;
  return onlyRow(rows).products;
}
