import type { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import type { CanonicalProduct } from '../../../src/model/product';
import type { UnreadableProduct } from '../../../src/model/rejection';
import type { StoreConnection } from '../../../src/platforms/store-platform';
import { woocommerce } from '../../../src/platforms/woocommerce/woocommerce';
import { fetchPage } from '../fetch-page';

export const SURROUNDINGS = { allowPrivateStores: true, storePorts: [443] };

export const signal = new AbortController().signal;

type Simulator = Awaited<ReturnType<typeof startWooCommerceSimulator>>;
export type Shop = ReturnType<Simulator['addShop']>;

export function credentialsOf({ url, consumerKey, consumerSecret }: Shop) {
  return { store_url: url, consumer_key: consumerKey, consumer_secret: consumerSecret };
}

/** Connects as a tenant does, and opens the store with what was kept. The shop's counters start anew. */
export async function connected(shop: Shop, { isLastTry = false } = {}): Promise<StoreConnection> {
  const outcome = await woocommerce.connect(credentialsOf(shop), SURROUNDINGS);
  if (outcome.kind !== 'connected') throw new Error(outcome.detail);
  shop.resetCounters();
  const { credentials } = outcome;
  return woocommerce.open({ credentials, isLastTry, renew: async () => credentials }, SURROUNDINGS);
}

/** A whole listing; a problem throws. `onPage` runs after each page. */
export async function listing(store: StoreConnection, onPage: (page: number) => void = () => undefined) {
  const products: CanonicalProduct[] = [];
  const rejected: UnreadableProduct[] = [];
  let requests = 0;
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page = await fetchPage(store, { cursor, currency: 'EUR', signal });
    if (page.kind !== 'page') throw new Error(`${page.kind}: ${page.detail}`);
    products.push(...page.products);
    rejected.push(...page.rejected);
    requests += page.requests;
    cursor = page.nextCursor;
    onPage(++pages);
  } while (cursor !== null);
  return { products, rejected, requests, pages };
}

export function idsOf(products: readonly { external_id: string }[]): string[] {
  return products.map(({ external_id }) => external_id);
}
