import type { ShopOptions as ShopifyShopOptions } from '../../simulators/shopify/shop-options';
import type { ShopOptions as WooShopOptions } from '../../simulators/woocommerce/shop-options';
import type { FreshnessPatch } from '../../src/stores/freshness/settings';

export type ShopSpec =
  | { platform: 'woocommerce'; options: WooShopOptions }
  | { platform: 'shopify'; options: ShopifyShopOptions };

/** Long enough that a kill meets a run in its middle. */
const PAGE_TIME_MS = 60;

/** WordPress runs its queue more often, and Shopify's retries come in a hundredth of the time: a chaos is short. */
const WOO_QUEUE = { cronEverySeconds: 3 };
const SHOPIFY_APP = { clientSecret: 'shpss_of_the_chaos', webhooks: { plainHttp: true, retryTimeScale: 0.01 } };

/** Both platforms, an old WooCommerce, the products that break readers, and a bucket that runs dry. */
export const SHOPS: readonly ShopSpec[] = [
  {
    platform: 'woocommerce',
    options: {
      name: 'alpha',
      products: 420,
      variableShare: 0.2,
      seed: 21,
      nasty: true,
      pageTimeMs: PAGE_TIME_MS,
      ...WOO_QUEUE,
    },
  },
  {
    platform: 'shopify',
    options: {
      domain: 'beta.myshopify.com',
      products: 450,
      seed: 22,
      nasty: true,
      pageTimeMs: PAGE_TIME_MS,
      ...SHOPIFY_APP,
    },
  },
  {
    platform: 'woocommerce',
    options: {
      name: 'gamma',
      products: 230,
      version: '9.9.5',
      seed: 23,
      currency: 'JPY',
      pageTimeMs: PAGE_TIME_MS,
      ...WOO_QUEUE,
    },
  },
  {
    platform: 'shopify',
    options: {
      domain: 'delta.myshopify.com',
      products: 260,
      seed: 24,
      currency: 'KWD',
      bucket: { maximum: 4_000, restoreRate: 800 },
      pageTimeMs: PAGE_TIME_MS,
      ...SHOPIFY_APP,
    },
  },
  {
    platform: 'shopify',
    options: { domain: 'epsilon.myshopify.com', products: 150, seed: 25, variantsEach: 3, ...SHOPIFY_APP },
  },
];

/** Due by themselves as often as may be, and the plan sets that back besides; full ones are left to the sweeps. */
export const FRESHNESS: FreshnessPatch = {
  incremental: { every: '5m' },
};
export const LEAN_FRESHNESS: FreshnessPatch = {
  inventory: { every: '5m' },
  prices: { every: '5m' },
};

export interface StoreSpec {
  tenant: 0 | 1;
  shop: number;
  /** Whether full syncs are read as one file. */
  bulk?: boolean;
  /** Its WooCommerce lists no variations of the whole shop. */
  isOld?: boolean;
}

/** Two tenants; the first shop is connected by both of them. */
export const STORES: readonly StoreSpec[] = [
  { tenant: 0, shop: 0 },
  { tenant: 0, shop: 1 },
  { tenant: 1, shop: 0 },
  { tenant: 1, shop: 2, isOld: true },
  { tenant: 1, shop: 3 },
  { tenant: 0, shop: 4, bulk: true },
];
