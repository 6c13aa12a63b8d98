import type { Logger } from 'pino';
import type { ReceivingStore } from '../../stores/webhooks/receiving-store';

/** Beyond, a store that is told of already may be told of again. */
const MOST_STORES = 10_000;

/** Tells the log of stores whose secrets cannot be read: once, until they can be again. */
export function unreadableSecrets(log: Logger): (store: ReceivingStore) => void {
  const told = new Set<string>();
  return ({ tenantId, storeId, unreadable: { current, former } }) => {
    const reason = current ?? former;
    if (reason === null) {
      told.delete(storeId);
    } else if (!told.has(storeId)) {
      if (told.size >= MOST_STORES) told.clear();
      told.add(storeId);
      const ids = { store_id: storeId, tenant_id: tenantId, reason };
      if (current === null) log.warn(ids, 'a former secret of this store’s webhooks cannot be read');
      else log.error(ids, 'the secret of this store’s webhooks cannot be read: its deliveries are answered 503');
    }
  };
}
