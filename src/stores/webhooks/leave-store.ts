import type { WebhookTopic } from '../../model/webhooks/webhook-states';
import type { StoreSurroundings } from '../../platforms/store-platform';
import { reasonOf } from '../../process/reason-of';
import { type AccessDependencies, openStoreAccess } from '../open-store-access';
import type { Store } from '../store';
import { deliveryUrlOf } from './delivery-url';
import { removeOurs } from './remove-ours';

/** A store that does not answer keeps nobody from leaving it. */
const PATIENCE_MS = 8_000;

/**
 * Before a store's credentials are destroyed: takes our webhooks away there, as well as that goes in a few seconds. A look
 * that is under way finds itself overtaken, and undoes what it made. Those that are left get answers as of a store that is
 * not there, and the platforms switch them off.
 */
export async function leaveStore(
  dependencies: AccessDependencies & { surroundings: StoreSurroundings },
  store: Store,
  publicUrl: string | null,
): Promise<{ removed: number; left: string | null }> {
  const { database, platforms, surroundings } = dependencies;
  const { tenantId, id: storeId } = store;
  const row = await database.withTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ deliveryUrl: string | null; topics: WebhookTopic[] }>`
      update store_webhooks set look_due_at = null, updated_at = now()
       where tenant_id = ${tenantId}::uuid and store_id = ${storeId}::uuid
      returning delivery_url as "deliveryUrl", topics`;
    return rows[0];
  });
  const current = publicUrl === null ? null : deliveryUrlOf(publicUrl, store);
  const addresses = [row?.deliveryUrl ?? null, current].filter((address) => address !== null);
  if (row === undefined || addresses.length === 0) return { removed: 0, left: null };
  try {
    const opened = await openStoreAccess(dependencies, { tenantId, storeId });
    const registrar =
      opened.kind === 'access' ? platforms[store.platform].open(opened.access, surroundings).webhooks : null;
    if (!registrar) return { removed: 0, left: null };
    const { removed, left } = await removeOurs(
      registrar,
      { addresses, known: row.topics },
      AbortSignal.timeout(PATIENCE_MS),
    );
    return { removed, left };
  } catch (error) {
    // Sealed with a key that is lost, or too slow.
    return { removed: 0, left: reasonOf(error) };
  }
}
