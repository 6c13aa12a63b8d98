import { and, eq, ne } from 'drizzle-orm';
import { NOW, type TenantSql } from '../database/sql';
import { stores } from '../database/tables/stores';

/** A store that answered a whole run needs no attention any more, whatever it was marked for. */
export async function clearAttention({ db, tenantId }: TenantSql, storeId: string): Promise<void> {
  await db
    .update(stores)
    .set({ status: 'active', statusDetail: null })
    .where(and(eq(stores.tenantId, tenantId), eq(stores.id, storeId), eq(stores.status, 'needs_attention')));
}

/**
 * Schedules skip the store until somebody connects it again. `credentialsVersion` is that of the credentials which
 * the store refused: a late 401 of older ones marks nothing. Answers whether it was marked.
 */
export async function markNeedsAttention(
  { db, tenantId }: TenantSql,
  { storeId, credentialsVersion, detail }: { storeId: string; credentialsVersion: number; detail: string },
): Promise<boolean> {
  const { rowCount } = await db
    .update(stores)
    .set({ status: 'needs_attention', statusDetail: detail, updatedAt: NOW })
    .where(
      and(
        eq(stores.tenantId, tenantId),
        eq(stores.id, storeId),
        eq(stores.credentialsVersion, credentialsVersion),
        ne(stores.status, 'disconnected'),
      ),
    );
  return rowCount === 1;
}

/**
 * A store's currency can be changed by its owner at any time; every run reads it anew. Each price is another one then, and
 * dated by nobody: the watermark goes, so that the next incremental run is a full one should this one not come to its end.
 */
export async function noteCurrency({ db, tenantId }: TenantSql, storeId: string, currency: string): Promise<void> {
  await db
    .update(stores)
    .set({ currency, watermark: null, updatedAt: NOW })
    .where(and(eq(stores.tenantId, tenantId), eq(stores.id, storeId), ne(stores.currency, currency)));
}

/** The same store under another name for itself, or one that a person accepted. */
export async function rememberIdentity({ db, tenantId }: TenantSql, storeId: string, identity: string): Promise<void> {
  await db
    .update(stores)
    .set({ identity, updatedAt: NOW })
    .where(and(eq(stores.tenantId, tenantId), eq(stores.id, storeId)));
}
