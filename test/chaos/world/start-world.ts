import { z } from 'zod';
import { type ApiClient, apiClient } from '../../../local/demo/api-client';
import { startShopifySimulator } from '../../../simulators/shopify/start';
import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { connectDatabase, type Database } from '../../../src/database/database';
import type { Platform } from '../../../src/model/platform';
import { TASK_QUEUE } from '../../../src/model/workflow-ids';
import { patchStore } from '../../../src/stores/patch-store';
import { connectClient, type TemporalClient } from '../../../src/temporal/connect-client';
import { dailyFullSync, dueStores, hourlyMaintenance, webhooksLook } from '../../../src/temporal/schedules';
import type { ChaosShop } from '../shops/chaos-shop';
import { shopifyChaosShop } from '../shops/shopify-chaos-shop';
import { wooChaosShop } from '../shops/woo-chaos-shop';
import { FRESHNESS, LEAN_FRESHNESS, SHOPS, STORES } from '../stores';
import { lookAfterWebhooks } from './look-after-webhooks';
import { type Programs, startPrograms } from './programs';

export interface ChaosStore {
  id: string;
  tenantId: string;
  platform: Platform;
  /** For messages: the shop's name and the tenant's number. */
  name: string;
  shop: ChaosShop;
  /** As its tenant. */
  api: ApiClient;
}

export interface ChaosWorld {
  programs: Programs;
  shops: ChaosShop[];
  stores: ChaosStore[];
  operator: ApiClient;
  database: Database;
  temporal: TemporalClient;
  stop(keepData: boolean): Promise<void>;
}

const NewTenant = z.object({ id: z.string(), api_key: z.object({ key: z.string() }) });
const NewStore = z.object({ id: z.string() });

/** The simulators run in this process, so that their catalogues can be edited and compared directly. */
export async function startChaosWorld(): Promise<ChaosWorld> {
  const [wooCommerce, shopify] = await Promise.all([startWooCommerceSimulator(), startShopifySimulator()]);
  const closeSimulators = () => Promise.all([wooCommerce.close(), shopify.close()]);
  const programs = await startPrograms(shopify.originTemplate).catch(async (error: unknown) => {
    await closeSimulators();
    throw error;
  });
  Object.assign(process.env, programs.env);
  const database = connectDatabase(programs.databaseUrl);
  const temporal = connectClient({ warn: () => {} });
  const stop: ChaosWorld['stop'] = async (keepData) => {
    await Promise.all([temporal.close(), database.close(), closeSimulators()]);
    await programs.stop(keepData);
  };

  try {
    const shops = SHOPS.map(({ platform, options }) =>
      platform === 'woocommerce'
        ? wooChaosShop(wooCommerce.addShop(options))
        : shopifyChaosShop(shopify.addShop(options)),
    );
    const operator = apiClient(programs.apiUrl, { 'X-OPERATOR-KEY': programs.env.OPERATOR_KEY ?? '' });
    const tenants = await Promise.all(
      ['Acme', 'Globex'].map((name) => operator.post('/v1/tenants', NewTenant, { name })),
    );
    const stores = await Promise.all(
      STORES.map(async ({ tenant, shop: place, bulk, isOld }): Promise<ChaosStore> => {
        const { id: tenantId, api_key } = tenants[tenant] as z.infer<typeof NewTenant>;
        const shop = shops[place] as ChaosShop;
        const platform = (SHOPS[place] as (typeof SHOPS)[number]).platform;
        const api = apiClient(programs.apiUrl, { 'X-TENANT-ID': tenantId, 'X-TENANT-API-KEY': api_key.key });
        const { id } = await api.post('/v1/stores', NewStore, { platform, credentials: shop.credentials });
        const freshness = { ...FRESHNESS, ...(!isOld && LEAN_FRESHNESS) };
        const settings = { freshness, ...(bulk && { bulk_above: { products: 0, variants: 0 } }) };
        const { kind } = await database.withTenant(tenantId, (sql) => patchStore(sql, id, { settings }));
        if (kind !== 'patched') throw new Error(`the settings of ${shop.name} are not taken: ${kind}`);
        return { id, tenantId, platform, name: `${shop.name} of tenant ${tenant}`, shop, api };
      }),
    );
    const others = [hourlyMaintenance, dueStores, webhooksLook].map((schedule) => schedule(TASK_QUEUE));
    const daily = (['woocommerce', 'shopify'] as const).map((platform) => dailyFullSync(platform, TASK_QUEUE));
    for (const schedule of [...daily, ...others]) {
      await temporal.ask((client) => client.schedule.create(schedule));
    }
    // Their webhooks are made before anything happens to the shops.
    await lookAfterWebhooks(temporal);
    return { programs, shops, stores, operator, database, temporal, stop };
  } catch (error) {
    await stop(true);
    throw error;
  }
}
