import type { Store } from '../../stores/store';
import { ringDoorbell } from '../../temporal/ring-doorbell';
import type { ApiServices } from '../http/services';

/** What a store has told already is read at once. Nobody waits for it: what is not rung now, the look of the next minute is. */
export function ringForStore(
  { temporal, log }: ApiServices,
  { id: storeId, tenantId, platform, name: storeName }: Store,
) {
  ringDoorbell(temporal, { tenantId, storeId, platform, storeName }).catch((error: unknown) => {
    log.warn({ err: error, tenant_id: tenantId, store_id: storeId }, 'nobody was told that a store goes on');
  });
}
