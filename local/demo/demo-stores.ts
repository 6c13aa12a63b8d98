import type { Platform } from '../../src/model/platform';

/** Like a small shop on an ordinary host: long enough to watch the sync, short enough to wait for it. */
const PAGE_TIME_MS = 150;

/** A real shop's queue runs once a minute, and only while somebody visits: too long for whoever watches. */
const QUEUE = { cronEverySeconds: 5, visitEverySeconds: 1 };

/** Keys of simulators that only this machine reaches; they open nothing. WooCommerce's may read and write. */
const SHOPIFY = { domain: 'catalog-sync-demo.myshopify.com', accessToken: 'shpat_demo', clientSecret: 'shpss_demo' };
const WOOCOMMERCE = { name: 'demo', consumerKey: 'ck_demo', consumerSecret: 'cs_demo' };

/** The platforms that have a simulator. */
export type SimulatedPlatform = Extract<Platform, 'woocommerce' | 'shopify'>;

export interface DemoStore {
  platform: SimulatedPlatform;
  name: string;
  /** The simulator's `--shops`: the same seed gives the same catalogue at every start. */
  shop: object;
  /** What a tenant would send to connect it, the simulator being at `url`. */
  credentials(url: string): Record<string, string>;
  /** Where the store is, for people. */
  address(url: string): string;
  /** What the simulator, being at `url`, takes a merchant's changes by. */
  changesUrl(url: string): string;
  /** Another price of a product that has one, in the simulator's words. */
  priceChange(product: { id: string; variantId: string }, price: string): object;
}

/** Both have ordinary products, and beside them the odd ones that break readers of catalogues. */
export const DEMO_STORES: readonly DemoStore[] = [
  {
    platform: 'woocommerce',
    name: 'WooCommerce demo',
    shop: {
      ...WOOCOMMERCE,
      ...QUEUE,
      permissions: 'read_write',
      products: 350,
      variableShare: 0.25,
      seed: 11,
      nasty: true,
      pageTimeMs: PAGE_TIME_MS,
    },
    credentials: (url) => ({
      store_url: `${url}/${WOOCOMMERCE.name}`,
      consumer_key: WOOCOMMERCE.consumerKey,
      consumer_secret: WOOCOMMERCE.consumerSecret,
    }),
    address: (url) => `${url}/${WOOCOMMERCE.name}`,
    changesUrl: (url) => `${url}/__control/shops/${WOOCOMMERCE.name}/changes`,
    priceChange: ({ id }, price) => ({ op: 'patch', id, fields: { regular_price: price, price } }),
  },
  {
    platform: 'shopify',
    name: 'Shopify demo',
    shop: {
      ...SHOPIFY,
      products: 580,
      seed: 12,
      nasty: true,
      pageTimeMs: PAGE_TIME_MS,
      // Shopify itself takes https alone, and this machine has none.
      webhooks: { plainHttp: true },
    },
    credentials: () => ({
      shop_domain: SHOPIFY.domain,
      access_token: SHOPIFY.accessToken,
      client_secret: SHOPIFY.clientSecret,
    }),
    address: (url) => `${url}/shops/${SHOPIFY.domain}`,
    changesUrl: (url) => `${url}/__control/shops/${SHOPIFY.domain}/changes`,
    priceChange: ({ variantId: id }, price) => ({ op: 'patchVariant', id, fields: { price } }),
  },
];
