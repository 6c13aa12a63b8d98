import { and, eq, ne } from 'drizzle-orm';
import type { TenantSql } from '../../database/sql';
import { stores } from '../../database/tables/stores';
import { STORE_COLUMNS, type Store, storeOf } from '../../stores/store';
import { addressOf } from './id-in-text';

/** Stores that are looked through for the one at an address. */
const MOST_STORES = 200;

/** The store that somebody means: the named one, else the one at the address, else the only one that is connected. */
export async function meantStore(
  { db, tenantId }: TenantSql,
  { q, storeId }: { q: string; storeId: string | undefined },
): Promise<{ stores: number; store: Store | null }> {
  const isMeant = storeId === undefined ? ne(stores.status, 'disconnected') : eq(stores.id, storeId);
  const rows = await db
    .select(STORE_COLUMNS)
    .from(stores)
    .where(and(eq(stores.tenantId, tenantId), isMeant))
    .limit(MOST_STORES);
  const host = addressOf(q)?.host;
  const there = rows.filter(({ address }) => host !== undefined && (addressOf(address)?.host ?? address) === host);
  const candidates = there.length > 0 ? there : rows;
  const [only] = candidates;
  return { stores: rows.length, store: only !== undefined && candidates.length === 1 ? storeOf(only) : null };
}
