import type { TenantSql } from '../database/sql';
import type { Platform } from '../model/platform';
import { noteEvent } from './note-event';

interface ToldStore {
  storeId: string;
  platform: Platform;
  name: string;
}

/** It became `needs_attention`; `detail` says why, for people. */
export async function noteStoreInTrouble(sql: TenantSql, store: ToldStore & { detail: string }): Promise<void> {
  await noteEvent(sql, {
    type: 'store.needs_attention',
    storeId: store.storeId,
    data: { ...dataOf(store), detail: store.detail },
  });
}

/** It answers again, or was connected again. */
export async function noteStoreRecovered(sql: TenantSql, store: ToldStore): Promise<void> {
  await noteEvent(sql, { type: 'store.recovered', storeId: store.storeId, data: dataOf(store) });
}

const dataOf = ({ storeId, platform, name }: ToldStore) => ({ store_id: storeId, platform, name });
