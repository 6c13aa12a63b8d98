import { and, eq, sql as expression } from 'drizzle-orm';
import type { Database } from '../database/database';
import { stores } from '../database/tables/stores';
import type { Platform } from '../model/platform';
import type { StoreProblem } from '../platforms/problem';
import type { StoreAccess, StorePlatform } from '../platforms/store-platform';
import { faultPoint } from '../process/fault-points';
import type { Sealer, SealOwner } from './sealed-credentials';
import { STORE_COLUMNS, type Store, storeOf } from './store';

export interface AccessDependencies {
  database: Database;
  sealer: Sealer;
  platforms: Record<Platform, StorePlatform>;
}

export type OpenedAccess =
  | { kind: 'access'; store: Store; access: StoreAccess<unknown> }
  | { kind: 'disconnected'; store: Store }
  | { kind: 'not_found' };

/**
 * Unseals a store's credentials, for requests to it only (I8). A renewal that the platform asks for is kept sealed,
 * one at a time in all processes.
 */
export async function openStoreAccess(
  { database, sealer, platforms }: AccessDependencies,
  { tenantId, storeId }: { tenantId: string; storeId: string },
): Promise<OpenedAccess> {
  const isMeant = and(eq(stores.tenantId, tenantId), eq(stores.id, storeId));
  const [row] = await database.withTenant(tenantId, ({ db }) =>
    db.select({ store: STORE_COLUMNS, sealedCredentials: SEALED }).from(stores).where(isMeant),
  );
  if (row === undefined) return { kind: 'not_found' };
  const store = storeOf(row.store);
  if (row.sealedCredentials === null) return { kind: 'disconnected', store };

  const owner: SealOwner = { tenantId, storeId, purpose: 'credentials' };
  const { keptCredentials } = platforms[store.platform];
  const unseal = (sealed: Buffer) => keptCredentials.parse(sealer.unseal(owner, sealed));
  let known = row.sealedCredentials;

  const renew: StoreAccess<unknown>['renew'] = (ask) =>
    database.withTenant(tenantId, async ({ db }) => {
      // The lock is held while the platform is asked. It is the one that foreign keys get along with: pages of the
      // store are merged meanwhile.
      const [locked] = await db.select({ sealedCredentials: SEALED }).from(stores).where(isMeant).for('no key update');
      const sealed = locked?.sealedCredentials ?? null;
      if (sealed === null) return disconnectedMeanwhile(store);
      const renewedElsewhere = !sealed.equals(known);
      known = sealed;
      if (renewedElsewhere) return unseal(sealed);

      const renewed = await ask(unseal(sealed));
      if (isProblem(renewed)) return renewed;
      faultPoint('credentials-renewed');
      const sealedAgain = sealer.seal(owner, renewed);
      await db.update(stores).set({ sealedCredentials: sealedAgain }).where(isMeant);
      known = sealedAgain;
      return renewed;
    });

  return { kind: 'access', store, access: { credentials: unseal(known), renew } };
}

/**
 * The one way to them, whoever owns the schema: the programs' own role may not select the column. The function is
 * volatile, so it sees what was committed while a lock was waited for.
 */
export const SEALED = expression<Buffer | null>`sealed_credentials_of(${stores.tenantId}, ${stores.id})`;

/** No platform's credentials have a field `kind`. */
function isProblem(renewed: unknown): renewed is StoreProblem {
  return typeof renewed === 'object' && renewed !== null && 'kind' in renewed;
}

function disconnectedMeanwhile({ address }: Store): StoreProblem {
  return { kind: 'credentials_rejected', detail: `${address} was disconnected: connect it again` };
}
