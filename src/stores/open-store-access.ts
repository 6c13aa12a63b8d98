import type { Database } from '../database/database';
import type { Platform } from '../model/platform';
import type { StoreProblem } from '../platforms/problem';
import type { StoreAccess, StorePlatform } from '../platforms/store-platform';
import { faultPoint } from '../process/fault-points';
import type { Sealer, SealOwner } from './sealed-credentials';
import { type Store, type StoreRow, storeOf } from './store';

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
  const row = await database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<StoreRow>`
      select * from stores where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid`;
    return rows[0];
  });
  if (row === undefined) return { kind: 'not_found' };
  const store = storeOf(row);
  if (row.sealed_credentials === null) return { kind: 'disconnected', store };

  const owner: SealOwner = { tenantId, storeId, purpose: 'credentials' };
  const { keptCredentials } = platforms[row.platform];
  const unseal = (sealed: Buffer) => keptCredentials.parse(sealer.unseal(owner, sealed));
  let known = row.sealed_credentials;

  const renew: StoreAccess<unknown>['renew'] = (ask) =>
    database.withTenant(tenantId, async (sql) => {
      // The lock is held while the platform is asked. It is the one that foreign keys get along with: pages of the
      // store are merged meanwhile.
      const { rows } = await sql<Pick<StoreRow, 'sealed_credentials'>>`
        select sealed_credentials
          from stores
         where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid
           for no key update`;
      const sealed = rows[0]?.sealed_credentials ?? null;
      if (sealed === null) return disconnectedMeanwhile(store);
      const renewedElsewhere = !sealed.equals(known);
      known = sealed;
      if (renewedElsewhere) return unseal(sealed);

      const renewed = await ask(unseal(sealed));
      if (isProblem(renewed)) return renewed;
      faultPoint('credentials-renewed');
      const sealedAgain = sealer.seal(owner, renewed);
      await sql`
        update stores
           set sealed_credentials = ${sealedAgain}::bytea
         where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid`;
      known = sealedAgain;
      return renewed;
    });

  return { kind: 'access', store, access: { credentials: unseal(known), renew } };
}

/** No platform's credentials have a field `kind`. */
function isProblem(renewed: unknown): renewed is StoreProblem {
  return typeof renewed === 'object' && renewed !== null && 'kind' in renewed;
}

function disconnectedMeanwhile({ address }: Store): StoreProblem {
  return { kind: 'credentials_rejected', detail: `${address} was disconnected: connect it again` };
}
