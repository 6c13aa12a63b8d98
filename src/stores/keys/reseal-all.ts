import { and, eq } from 'drizzle-orm';
import type { Database } from '../../database/database';
import type { SystemSql } from '../../database/sql';
import { stores } from '../../database/tables/stores';
import { SEALED } from '../open-store-access';
import type { Sealer } from '../sealed-credentials';

export interface Resealing {
  resealed: number;
  /** Written by somebody else meanwhile: sealed by the first key, or destroyed. */
  overtaken: number;
  /** Why, by store: a key that is not ours, or damage. */
  unreadable: { storeId: string; why: string }[];
}

/** Each store is a transaction of its own; so many are read at once. */
const LOT = 100;

/**
 * Seals what older keys sealed with the first key, store by store. What is written meanwhile (connected again, a token
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
    select id, tenant_id as "tenantId"
      from stores
     where sealing_key <> ${keyId}::text
       and (${after}::uuid is null or id > ${after}::uuid)
     order by id
     limit ${LOT}::int`;
  return rows;
}

/** What is read under the lock is what is written: whoever connects the store again waits, or was first. */
async function reseal(database: Database, sealer: Sealer, store: SealedStore, done: Resealing): Promise<void> {
  const { id: storeId, tenantId } = store;
  const owner = { tenantId, storeId, purpose: 'credentials' } as const;
  const isMeant = and(eq(stores.tenantId, tenantId), eq(stores.id, storeId));
  await database.withTenant(tenantId, async ({ db }) => {
    const { sealingKey } = stores;
    const [row] = await db.select({ sealingKey, sealed: SEALED }).from(stores).where(isMeant).for('no key update');
    const sealed = row?.sealed ?? null;
    if (sealed === null || row?.sealingKey === sealer.keyIds[0]) {
      done.overtaken += 1;
      return;
    }
    const sealedAnew = sealedAgain(sealer, owner, sealed);
    if (typeof sealedAnew === 'string') {
      done.unreadable.push({ storeId, why: sealedAnew });
      return;
    }
    await db.update(stores).set({ sealedCredentials: sealedAnew }).where(isMeant);
    done.resealed += 1;
  });
}

/** The sealer's message, which holds no key, where it cannot unseal. */
function sealedAgain(sealer: Sealer, owner: Parameters<Sealer['seal']>[0], sealed: Buffer): Buffer | string {
  let credentials: unknown;
  try {
    credentials = sealer.unseal(owner, sealed);
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  return sealer.seal(owner, credentials);
}
