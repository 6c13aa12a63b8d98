import { onlyRow, sqlPart, type TenantSql } from '../../database/sql';
import type { Platform } from '../../model/platform';
import { Freshness } from '../../stores/freshness/settings';
import { lockStore } from '../../stores/lock-store';
import { StoreSettings } from '../../stores/store-settings';
import { changedSince } from '../../stores/watermark';
import { noteHintsSince } from '../hints-since';
import { IS_TAKABLE, MAY_BE_ASKED } from '../takable';
import { isStorm } from './is-storm';

/** Of a store `s`: news that no listing of what changed was asked for yet. One that was had its chance to show it. */
const MAY_BE_LISTED = sqlPart`${IS_TAKABLE} and e.news = 'changed'
  and e.observation > coalesce(s.watermark_observation, 0)`;

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
 * waits for it. null: there is no storm, or the store is not asked for what changed or has no watermark to ask from: all is
 * read by id.
 */
export async function holdStorm(sql: TenantSql, storeId: string): Promise<HeldStorm | null> {
  const { rows } = await sql<StormRow>`
    select s.platform, s.name as "storeName", s.settings, s.freshness,
           (select count(distinct each.external_id)
              from webhook_events e, unnest(e.external_ids) each(external_id)
             where e.tenant_id = s.tenant_id and e.store_id = s.id and ${MAY_BE_LISTED}) as ids
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
  if ((await changedSince(sql, storeId)) === null) return null;

  // A run that is closing settles what was held before: nothing may be held behind its back.
  await lockStore(sql, storeId);
  const { rowCount } = await sql`
    update webhook_events e set held_by = 'storm'
      from stores s
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
       and e.tenant_id = s.tenant_id and e.store_id = s.id and ${MAY_BE_LISTED}`;
  await noteHintsSince(sql, storeId);
  return { hints: rowCount ?? 0, platform, storeName };
}

async function productsOf(sql: TenantSql, storeId: string): Promise<number> {
  const { rows } = await sql<{ products: number }>`
    select count(*) as products from products
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and is_active`;
  return onlyRow(rows).products;
}
