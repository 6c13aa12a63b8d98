import { and, eq } from 'drizzle-orm';
import type { Database } from '../../database/database';
import type { SystemSql, TenantSql } from '../../database/sql';
import { stores } from '../../database/tables/stores';
import { resealEndpoint } from '../../outgoing/endpoints/reseal-endpoint';
import { SEALED } from '../open-store-access';
import { SealError, type Sealer } from '../sealed-credentials';
import { resealWebhooks } from '../webhooks/reseal-webhooks';
import { SEALING_KEYS } from './sealing-keys';

export interface Resealing {
  resealed: number;
  /** Written by somebody else meanwhile: sealed by the first key, or destroyed. */
  overtaken: number;
  /** Why, by store, its credentials and its webhooks' secrets each: a key that is not ours, or damage. */
  unreadable: { storeId: string; why: string }[];
}

/** Each store is a transaction of its own; so many are read at once. */
const LOT = 100;

/**
 * Seals what older keys sealed with the first key, store by store: credentials, and the secrets of webhooks; and those of event
 * endpoints. What is written meanwhile (connected again, a token
 * renewed, disconnected) is never lost. May be repeated and killed at any time: what is done is done.
 */
export async function resealAll(
  database: Database,
  sealer: Sealer,
  onLot: (soFar: Resealing) => void = () => {},
): Promise<Resealing> {
  const done: Resealing = { resealed: 0, overtaken: 0, unreadable: [] };
  for (let after: string | null = null; ; ) {
    const lot: SealedStore[] = await database.withSystem((sql) => sealedByOthers(sql, sealer.keyIds[0], after));
    for (const store of lot) await reseal(database, sealer, store, done);
    const last = lot.at(-1);
    if (last === undefined) return done;
    after = last.id;
    onLot(done);
  }
}

interface SealedStore {
  id: string;
  tenantId: string;
}

async function sealedByOthers(sql: SystemSql, keyId: string, after: string | null): Promise<SealedStore[]> {
  const { rows } = await sql<SealedStore>`
    select distinct id, tenant_id as "tenantId"
      from (${SEALING_KEYS}) sealed
     where sealing_key <> ${keyId}::text
       and (${after}::uuid is null or id > ${after}::uuid)
     order by id
     limit ${LOT}::int`;
  return rows;
}

/** What is read under the lock is what is written: whoever connects the store again waits, or was first. */
async function reseal(database: Database, sealer: Sealer, store: SealedStore, done: Resealing): Promise<void> {
  const { id: storeId, tenantId } = store;
  const came = await database.withTenant(tenantId, async (sql) => [
    await resealed(() => resealCredentials(sql, sealer, storeId)),
    await resealed(() => resealWebhooks(sql, sealer, storeId)),
    await resealed(() => resealEndpoint(sql, sealer, storeId)),
  ]);
  const whys = came.filter((each) => typeof each === 'string');
  for (const why of whys) done.unreadable.push({ storeId, why });
  if (came.includes(true)) done.resealed += 1;
  else if (whys.length === 0) done.overtaken += 1;
}

/** The sealer's message, which holds no key, where it cannot unseal. */
async function resealed(reseal: () => Promise<boolean>): Promise<boolean | string> {
  try {
    return await reseal();
  } catch (error) {
    if (error instanceof SealError) return error.message;
    throw error;
  }
}

/** False: the first key seals them, or they were destroyed. */
async function resealCredentials({ db, tenantId }: TenantSql, sealer: Sealer, storeId: string): Promise<boolean> {
  const isMeant = and(eq(stores.tenantId, tenantId), eq(stores.id, storeId));
  const { sealingKey } = stores;
  const [row] = await db.select({ sealingKey, sealed: SEALED }).from(stores).where(isMeant).for('no key update');
  const sealed = row?.sealed ?? null;
  if (sealed === null || row?.sealingKey === sealer.keyIds[0]) return false;
  const owner = { tenantId, storeId, purpose: 'credentials' } as const;
  const sealedCredentials = sealer.seal(owner, sealer.unseal(owner, sealed));
  await db.update(stores).set({ sealedCredentials }).where(isMeant);
  return true;
}
