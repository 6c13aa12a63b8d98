import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ShopifyShop } from '../../simulators/shopify/shop';
import type { ShopOptions as ShopifyShopOptions } from '../../simulators/shopify/shop-options';
import type { ShopifySimulator } from '../../simulators/shopify/start';
import type { WooShop } from '../../simulators/woocommerce/shop';
import type { ShopOptions as WooShopOptions } from '../../simulators/woocommerce/shop-options';
import type { WooCommerceSimulator } from '../../simulators/woocommerce/start';
import type { Platform } from '../../src/model/platform';
import { type ApiClient, apiClient } from '../demo/api-client';
import { loadPerCore } from '../servers/load-per-core';
import type { Act } from './failure';
import { patientClient } from './patient-client';
import { PlayedRun } from './played-run';
import { type CatalogueProduct, differing, type ShownProduct, ShownProductPage } from './shown-product';

export interface ConnectedStore {
  id: string;
  platform: Platform;
}

/** What a failure is played on: stores to spoil, and the service, asked over HTTP as any client asks it. */
export interface Scene {
  api: ApiClient;
  wooCommerce(shop: Omit<WooShopOptions, 'name'>): Promise<{ shop: WooShop; store: ConnectedStore }>;
  shopify(shop: Omit<ShopifyShopOptions, 'domain'>): Promise<{ shop: ShopifyShop; store: ConnectedStore }>;
  /** Answers the run's id. */
  start(store: ConnectedStore): Promise<string>;
  /** Looks at the run until it is as wanted. */
  when(runId: string, isAsWanted: (run: PlayedRun) => boolean): Promise<PlayedRun>;
  /** Starts a sync and waits for its end. */
  sync(store: ConnectedStore): Promise<PlayedRun>;
  products(store: ConnectedStore): Promise<CatalogueProduct[]>;
  /** Reads the whole catalogue of the store and proves that it is what the store holds. */
  proveEqual(act: Act, store: ConnectedStore, held: readonly ShownProduct[], prefix?: string): Promise<void>;
  /** With -9. It is started again by whoever keeps it. */
  killWorker(): void;
}

export interface Scenery {
  apiUrl: string;
  operatorKey: string;
  simulators: { woocommerce: WooCommerceSimulator; shopify: ShopifySimulator };
  killWorker(): void;
}

const LOOK_EVERY_MS = 100;
const GIVE_UP_MS = 75_000;

const NewTenant = z.object({ id: z.string(), api_key: z.object({ key: z.string() }) });
const Connected = z.object({ id: z.string() });
const Accepted = z.object({ run_id: z.string() });

export const isOver = ({ status }: PlayedRun): boolean => !['queued', 'running', 'paused'].includes(status);

/** Makes the tenant to whom all stores belong. */
export async function openScene({ apiUrl, operatorKey, simulators, killWorker }: Scenery): Promise<Scene> {
  const operator = patientClient(apiClient(apiUrl, { 'X-OPERATOR-KEY': operatorKey }));
  const tenant = await operator.post('/v1/tenants', NewTenant, { name: 'Failures' });
  const asTenant = { 'X-TENANT-ID': tenant.id, 'X-TENANT-API-KEY': tenant.api_key.key };
  const api = patientClient(apiClient(apiUrl, asTenant));
  let shops = 0;

  async function connect(platform: Platform, credentials: object): Promise<ConnectedStore> {
    const { id } = await api.post('/v1/stores', Connected, { platform, credentials });
    return { id, platform };
  }

  const scene: Scene = {
    api,
    async wooCommerce(options) {
      const shop = simulators.woocommerce.addShop({ ...options, name: `shop-${++shops}` });
      const { url, consumerKey, consumerSecret } = shop;
      const credentials = { store_url: url, consumer_key: consumerKey, consumer_secret: consumerSecret };
      return { shop, store: await connect('woocommerce', credentials) };
    },
    async shopify(options) {
      const shop = simulators.shopify.addShop({ ...options, domain: `shop-${++shops}.myshopify.com` });
      const credentials = { shop_domain: shop.domain, access_token: shop.accessToken };
      return { shop, store: await connect('shopify', credentials) };
    },
    async start({ id, platform }) {
      const { run_id } = await api.post(`/v1/catalog/sync/${platform}`, Accepted, { store_id: id });
      return run_id;
    },
    async when(runId, isAsWanted) {
      const startedAt = performance.now();
      for (;;) {
        const run = await api.get(`/v1/sync-runs/${runId}`, PlayedRun);
        if (isAsWanted(run)) return run;
        if (isOver(run) || performance.now() - startedAt > GIVE_UP_MS * loadPerCore()) {
          throw new Error(`run ${runId} is ${run.status}: ${run.error?.message ?? 'it should be otherwise by now'}`);
        }
        await sleep(LOOK_EVERY_MS);
      }
    },
    async sync(store) {
      return scene.when(await scene.start(store), isOver);
    },
    async products({ id }) {
      const all: CatalogueProduct[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query = new URLSearchParams({ store_id: id, limit: '200', ...(cursor && { cursor }) });
        const page: z.infer<typeof ShownProductPage> = await api.get(`/v1/catalog/products?${query}`, ShownProductPage);
        all.push(...page.items);
        cursor = page.next_cursor;
      }
      return all;
    },
    async proveEqual(act, store, held, prefix = '') {
      const different = differing(await scene.products(store), held);
      const equal = `${prefix}catalogue equal to the store: ${held.length} of ${held.length} products`;
      const other = `${prefix}${different.length} of ${held.length} products differ, such as ${different.slice(0, 3)}`;
      act.proof(different.length === 0 ? equal : other, different.length === 0);
    },
    killWorker,
  };
  return scene;
}
