import { and, eq, sql as expression, isNotNull, ne, or } from 'drizzle-orm';
import { NOW, type TenantSql } from '../database/sql';
import { stores } from '../database/tables/stores';
import { noteStoreInTrouble, noteStoreRecovered } from '../outgoing/note-store';
import { releaseHeld } from './webhooks/release-held';

/** What is kept of looks that failed goes. */
const ANSWERS = { lookAfter: null, failedLooks: 0, failedLooksSince: null, failedLook: null } as const;

/** A store's owner has to mend it: it is looked at so rarely, and not by all such stores at once. */
const LOOK_DAILY = expression`now() + interval '23 hours' + random() * interval '1 hour'`;

/** A store that answered a whole run needs no attention any more, whatever it was marked for, and is looked at as ever. */
export async function clearAttention(sql: TenantSql, storeId: string): Promise<void> {
  const { db, tenantId } = sql;
  const isMeant = and(eq(stores.tenantId, tenantId), eq(stores.id, storeId));
  // Also where nothing of it changes: what writes its row later on has it already, see the order of locks of hints.
  const before = await lockedStatus(sql, storeId);
  await db
    .update(stores)
    .set({
      status: expression`case when ${stores.status} = 'needs_attention' then 'active' else ${stores.status} end`,
      statusDetail: expression`case when ${stores.status} <> 'needs_attention' then ${stores.statusDetail} end`,
      ...ANSWERS,
    })
    .where(and(isMeant, or(eq(stores.status, 'needs_attention'), isNotNull(stores.lookAfter))));
  await releaseHeld(sql, storeId, { heldBy: 'credentials' });
  if (before?.status === 'needs_attention') await noteStoreRecovered(sql, { ...before, storeId });
}

/** As it stands until the end of the transaction: what it becomes is told once. */
async function lockedStatus({ db, tenantId }: TenantSql, storeId: string) {
  const { status, platform, name } = stores;
  const [row] = await db
    .select({ status, platform, name })
    .from(stores)
    .where(and(eq(stores.tenantId, tenantId), eq(stores.id, storeId)))
    .for('no key update');
  return row;
}

/**
 * Schedules skip the store until it answers a daily look, or somebody connects it again. `credentialsVersion` is that of the credentials which
 * the store refused: a late 401 of older ones marks nothing. Answers whether it was marked.
 */
export async function markNeedsAttention(
  sql: TenantSql,
  { storeId, credentialsVersion, detail }: { storeId: string; credentialsVersion: number; detail: string },
): Promise<boolean> {
  const { db, tenantId } = sql;
  const before = await lockedStatus(sql, storeId);
  const { rowCount } = await db
    .update(stores)
    .set({ status: 'needs_attention', statusDetail: detail, lookAfter: LOOK_DAILY, updatedAt: NOW })
    .where(
      and(
        eq(stores.tenantId, tenantId),
        eq(stores.id, storeId),
        eq(stores.credentialsVersion, credentialsVersion),
        ne(stores.status, 'disconnected'),
      ),
    );
  if (rowCount === 1 && before !== undefined && before.status !== 'needs_attention') {
    await noteStoreInTrouble(sql, { ...before, storeId, detail });
  }
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
