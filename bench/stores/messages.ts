/** What the bench asks of the program that holds the simulated stores, and what it answers. */
export interface StoreCalls {
  /** Where Shopify shops are, `{shop}` being the domain. */
  originTemplate: { order: null; answer: string };
  addShopify: { order: ShopifyOrder; answer: ShopifyAddress };
  addWooCommerce: { order: WooCommerceOrder; answer: WooCommerceAddress };
  /** What a store was asked so far. */
  counters: { order: StoreName; answer: StoreCounters };
  /** Products change, go to the bin or are archived, and are destroyed: so many of each, of those that are for sale. */
  makeNews: { order: StoreName & NewsSize & { turn: number }; answer: News };
  /** The shop's clock, and so all that it dates from then on, is put forward. */
  putForward: { order: StoreName & { seconds: number }; answer: null };
  /** Gives a share of the products, evenly spread, another price: one of the given turn. */
  changePrices: { order: StoreName & { share: number; turn: number }; answer: number };
  /** Ids of simple products for sale, of a WooCommerce shop. */
  simpleProducts: { order: StoreName & { count: number }; answer: string[] };
  /** Gives each of these another price: of the given turn. */
  reprice: { order: StoreName & { ids: string[]; turn: number }; answer: null };
}

interface StoreCounters {
  requests: number;
  bytes: number;
  /** Of Shopify's bucket. */
  points: number;
}

export interface NewsSize {
  changed: number;
  binned: number;
  destroyed: number;
}

/** External ids. */
export interface News {
  changed: string[];
  binned: string[];
  destroyed: string[];
}

export interface StoreName {
  platform: 'shopify' | 'woocommerce';
  name: string;
}

interface ShopifyOrder {
  /** All of them sell the same products, so that thousands of shops fit into memory. */
  domains: string[];
  products: number;
  variantsEach: number;
  /** How long each answer takes at least. */
  pageTimeMs?: number;
  /** Products are made when they are asked for: a million of them would not fit into memory. One domain only. */
  onDemand?: boolean;
  /** Shopify's bucket; without it there is no limit. */
  bucket?: { maximum: number; restoreRate: number };
  /** How long a bulk operation takes. */
  bulkMs?: number;
}

interface ShopifyAddress {
  /** Of the first shop. */
  address: string;
  accessToken: string;
}

export interface WooCommerceOrder {
  name: string;
  products: number;
  /** Every so many-th product has variations. */
  variableEvery: number;
  variationsEach: number;
  pageTimeMs?: number;
  /** Its clock will not be this machine's: no signature is looked at. */
  ownClock?: boolean;
}

interface WooCommerceAddress {
  storeUrl: string;
  consumerKey: string;
  consumerSecret: string;
}

export type StoreCallName = keyof StoreCalls;

export interface StoreRequest {
  id: number;
  call: StoreCallName;
  order: StoreCalls[StoreCallName]['order'];
}

export type StoreReply = { id: number; answer: StoreCalls[StoreCallName]['answer'] } | { id: number; error: string };
