import { getStore } from '../../stores/read-stores';
import type { Store } from '../../stores/store';
import type { TenantCaller } from '../http/caller';
import { noSuchStore, type Problem, storeDisconnected } from '../http/problem';
import type { ApiServices } from '../http/services';

/** A store of the caller's that can be synced; a problem when there is none with that id, or it was disconnected. */
export async function connectedStore(
  { database }: ApiServices,
  caller: TenantCaller,
  storeId: string,
): Promise<{ kind: 'store'; store: Store } | Problem> {
  const store = await database.withTenant(caller.tenant.id, (sql) => getStore(sql, storeId));
  if (!store) return noSuchStore(storeId);
  return store.status === 'disconnected' ? storeDisconnected(storeId) : { kind: 'store', store };
}
