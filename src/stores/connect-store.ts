import { randomUUID } from 'node:crypto';
import { and, eq, sql as expression } from 'drizzle-orm';
import { NOW, type TenantSql } from '../database/sql';
import { stores } from '../database/tables/stores';
import type { Platform } from '../model/platform';
import { noteStoreRecovered } from '../outgoing/note-store';
import type { StoreProblem } from '../platforms/problem';
import type { StoreFacts, StoreSurroundings } from '../platforms/store-platform';
import { placeLate } from './freshness/late';
import { placeNext } from './freshness/place-next';
import { type AccessDependencies, SEALED } from './open-store-access';
import { STORE_COLUMNS, type Store, storeOf } from './store';
import { shareHints } from './webhooks/hints-lock';
import { noteConnected } from './webhooks/note-connected';

export interface ConnectDependencies extends AccessDependencies {
  surroundings: StoreSurroundings;
}

export interface ConnectRequest {
  tenantId: string;
  platform: Platform;
  /** Absent: the store's own name, or its address. */
  name?: string | undefined;
  /** As the platform's schema read them. */
  credentials: unknown;
}

export interface KeptStore {
  store: Store;
  /** It was not known before. */
  created: boolean;
}

export type ConnectedStore<Noted = undefined> =
  | ({ kind: 'connected'; noted: Noted | undefined } & KeptStore)
  | StoreProblem;

/**
 * Tries the credentials, then keeps them sealed. The same address of the same tenant is the same store: it gets the
 * new credentials and needs no attention any more, and everything else that is known of it stays, a pause too. Starts no sync:
 * a new store is due at its place. What is to stand or fall with it is done by `whenKept`.
 */
export async function connectStore<Noted = undefined>(
  { database, sealer, platforms, surroundings }: ConnectDependencies,
  { tenantId, platform, name, credentials }: ConnectRequest,
  whenKept?: (sql: TenantSql, kept: KeptStore) => Promise<Noted>,
): Promise<ConnectedStore<Noted>> {
  const storePlatform = platforms[platform];
  const outcome = await storePlatform.connect(credentials, surroundings);
  if (outcome.kind !== 'connected') return outcome;

  const tried: TriedStore = {
    platform,
    address: storePlatform.address(outcome.credentials),
    name: name ?? null,
    facts: outcome.facts,
    seal: (storeId) => sealer.seal({ tenantId, storeId, purpose: 'credentials' }, outcome.credentials),
  };
  return database.withTenant(tenantId, async (sql) => {
    const created = await insertStore(sql, tried);
    const { store, sealedBefore } = created ?? (await reconnectStore(sql, tried));
    if (created !== null || !(await isPlaced(sql, store))) await placeNext(sql, store, { after: new Date() });
    else await placeLate(sql, store);
    await noteConnected(sql, sealer, storePlatform, { store, credentials: outcome.credentials, sealedBefore });
    const kept = { store, created: created !== null };
    return { kind: 'connected', ...kept, noted: await whenKept?.(sql, kept) };
  });
}

interface TriedStore {
  platform: Platform;
  address: string;
  name: string | null;
  facts: StoreFacts;
  seal(storeId: string): Buffer;
}

interface Written {
  store: Store;
  /** The credentials that it had. */
  sealedBefore: Buffer | null;
}

/** null when the tenant has the store already. The id is made here, because the credentials are sealed for it. */
async function insertStore({ db, tenantId }: TenantSql, tried: TriedStore): Promise<Written | null> {
  const { platform, address, facts } = tried;
  const id = randomUUID();
  const [row] = await db
    .insert(stores)
    .values({ ...found(tried, id), tenantId, id, platform, address, name: tried.name ?? facts.name ?? address })
    .onConflictDoNothing({ target: [stores.tenantId, stores.platform, stores.address] })
    .returning(STORE_COLUMNS);
  return row === undefined ? null : { store: storeOf(row), sealedBefore: null };
}

/** One that was connected by an API without places may have none. */
async function isPlaced({ db, tenantId }: TenantSql, { id }: Store): Promise<boolean> {
  const [row] = await db
    .select({ dueAt: stores.dueAt })
    .from(stores)
    .where(and(eq(stores.tenantId, tenantId), eq(stores.id, id)));
  return row !== undefined && row.dueAt !== null;
}

async function reconnectStore(sql: TenantSql, tried: TriedStore): Promise<Written> {
  const { db, tenantId } = sql;
  const { platform, address, name } = tried;
  const isMeant = and(eq(stores.tenantId, tenantId), eq(stores.platform, platform), eq(stores.address, address));
  // Locked: two that connect at once each keep the credentials of the other as the former ones.
  const [existing] = await db
    .select({ id: stores.id, status: stores.status, sealedBefore: SEALED })
    .from(stores)
    .where(isMeant)
    .for('no key update');
  if (existing === undefined) throw new Error(`the store at ${address} exists and cannot be read`);
  // Before the row of its webhooks, see there: hints that were held are released in the end.
  await shareHints(sql, existing.id);

  const [row] = await db
    .update(stores)
    .set({
      ...found(tried, existing.id),
      credentialsVersion: expression`${stores.credentialsVersion} + 1`,
      name: name ?? stores.name,
      status: 'active',
      statusDetail: null,
      // What failed for the old credentials is not waited for.
      fullWantedAt: expression`least(${stores.fullWantedAt}, now())`,
      lookAfter: null,
      lateFrom: NOW,
      lateAt: null,
      failedLooks: 0,
      failedLooksSince: null,
      failedLook: null,
      updatedAt: NOW,
    })
    .where(and(eq(stores.tenantId, tenantId), eq(stores.id, existing.id)))
    .returning(STORE_COLUMNS);
  if (row === undefined) throw new Error(`store ${existing.id} is gone while it is connected again`);
  if (existing.status === 'needs_attention') await noteStoreRecovered(sql, { ...row, storeId: row.id });
  return { store: storeOf(row), sealedBefore: existing.sealedBefore };
}

/** What connecting found out, as the store's row keeps it. */
function found({ facts, seal }: TriedStore, storeId: string) {
  const { identity, currency, productCount, abilities } = facts;
  return { sealedCredentials: seal(storeId), identity, currency, productCount, abilities };
}
