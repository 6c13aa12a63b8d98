import { pino } from 'pino';
import type { ShopifyShop } from '../../simulators/shopify/shop';
import { lookAtRegistration } from '../../src/activities/webhooks/look-at-registration';
import { serveApi } from '../../src/api/serve';
import { platforms } from '../../src/platforms/platforms';
import { createSealer } from '../../src/stores/sealed-credentials';
import type { Store } from '../../src/stores/store';
import { rotateSecret } from '../../src/stores/webhooks/keep-secret';
import { askForLook } from '../../src/stores/webhooks/registration';
import { readWebhooks, type WebhooksView } from '../../src/stores/webhooks/webhooks-view';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';

interface Variant {
  price: string | null;
  stock: number | null;
  is_active: boolean;
}

/** A whole service whose API is told what simulated stores deliver, to webhooks that were registered there. */
export interface TellingWorld
  extends Pick<SyncWorld, 'database' | 'wooCommerce' | 'shopify' | 'connect' | 'sync' | 'catalogue' | 'run'> {
  /** Makes the look after the store's webhooks that is due now. */
  look(store: Store): Promise<void>;
  /** Another secret signs, and a look is due that tells the shop. */
  rotateSecret(store: Store): Promise<void>;
  webhooks(store: Store): Promise<WebhooksView>;
  /** By the variant's external id. */
  variant(store: Store, externalId: string): Promise<Variant>;
  /** Over once all that the store told is settled; how many hints there were until then. */
  settled(store: Store): Promise<number>;
  /** How many of them somebody has taken up and not settled yet. */
  claimed(store: Store): Promise<number>;
  close(): Promise<void>;
}

export async function tellingWorld(): Promise<TellingWorld> {
  const world = await startSyncWorld();
  const { database, temporal, workerEnvironment } = world;
  const sealer = createSealer([Buffer.from(workerEnvironment.CREDENTIALS_KEY ?? '', 'base64')]);
  const shopifyOriginTemplate = workerEnvironment.SHOPIFY_ORIGIN_TEMPLATE ?? '';
  const surroundings = { allowPrivateStores: true, storePorts: [443], shopifyOriginTemplate };
  const log = pino({ level: 'silent' });
  const services = { database, temporal, sealer, surroundings, log, operatorKey: null, publicUrl: null };
  const api = await serveApi(services, { port: 0, host: '127.0.0.1' });
  const publicUrl = `http://127.0.0.1:${api.port}`;

  const inbox = ({ tenantId, id }: Store) =>
    database.withTenant(tenantId, async (sql) => {
      const { rows } = await sql<{ told: number; pending: number; claimed: number }>`
        select count(*)::int as told, count(*) filter (where state = 'pending')::int as pending,
               count(*) filter (where state = 'pending' and claimed_by is not null)::int as claimed
          from webhook_events where tenant_id = ${tenantId}::uuid and store_id = ${id}::uuid`;
      const [counts] = rows;
      if (counts === undefined) throw new Error('nothing was counted');
      return counts;
    });

  return {
    ...world,
    async look({ tenantId, id: storeId }) {
      const dependencies = { database, sealer, platforms, surroundings, publicUrl, logger: log };
      const looked = await lookAtRegistration(dependencies, { tenantId, storeId }, new AbortController().signal);
      if (looked === null) throw new Error(`no look after store ${storeId} is due`);
    },
    rotateSecret: ({ tenantId, id: storeId }) =>
      database.withTenant(tenantId, async (sql) => {
        await rotateSecret(sql, sealer, storeId);
        await askForLook(sql, storeId);
      }),
    webhooks: (store) => database.withTenant(store.tenantId, (sql) => readWebhooks(sql, store, publicUrl)),
    async variant({ tenantId, id: storeId }, externalId) {
      const { rows } = await database.withTenant(
        tenantId,
        (sql) => sql<Variant>`
          select v.price::text, v.stock, v.is_active from product_variants v
            join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
           where v.tenant_id = ${tenantId}::uuid and p.store_id = ${storeId}::uuid and v.external_id = ${externalId}::text`,
      );
      const [found] = rows;
      if (found === undefined) throw new Error(`the catalogue has no variant ${externalId}`);
      return found;
    },
    settled: (store) =>
      until('all that the store told to be settled', async () => {
        const { told, pending } = await inbox(store);
        return pending === 0 && told;
      }),
    claimed: async (store) => (await inbox(store)).claimed,
    async close() {
      await api.stop();
      await world.close();
    },
  };
}

/** Over once every delivery that the shop has made was answered. */
export const whenDelivered = ({ webhooks }: ShopifyShop): Promise<boolean> =>
  until('every delivery to be answered', () => webhooks.deliveries.log.every(({ state }) => state === 'delivered'));
