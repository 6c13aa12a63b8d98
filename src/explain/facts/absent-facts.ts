import type { TenantSql } from '../../database/sql';
import type { Store } from '../../stores/store';
import { hintsOfId, type PendingHints } from './hints';
import { type SetAside, setAsideById, setAsideByTitle } from './set-aside';
import { readStoreFacts, type StoreFacts } from './store-facts';

/** All that is known of something that the catalogue does not have. */
export interface AbsentFacts {
  q: string;
  /** The id in a store that it names; null: it is none. */
  external_id: string | null;
  /** Connected ones. */
  stores: number;
  /** The one that is meant; null where that is not clear. */
  store: StoreFacts | null;
  set_aside: SetAside[];
  hints: PendingHints | null;
}

export interface Sought {
  q: string;
  externalId: string | null;
}

/** `store`: the one that is meant. */
export async function readAbsentFacts(
  sql: TenantSql,
  { q, externalId }: Sought,
  { stores, store }: { stores: number; store: Store | null },
): Promise<AbsentFacts> {
  const storeId = store?.id ?? null;
  const byId = await setAsideById(sql, storeId, externalId ?? q);
  return {
    q,
    external_id: externalId,
    stores,
    store: storeId === null ? null : await readStoreFacts(sql, storeId),
    set_aside: byId.length > 0 ? byId : await setAsideByTitle(sql, storeId, q),
    hints: storeId === null || externalId === null ? null : await hintsOfId(sql, storeId, externalId),
  };
}
