import type { ShopOptions } from '../../../simulators/shopify/shop-options';
import { type ShopifySimulator, startShopifySimulator } from '../../../simulators/shopify/start';
import type { ShopifyCredentials } from '../../../src/platforms/shopify/credentials';
import { shopify } from '../../../src/platforms/shopify/shopify';
import type { ProductPage, StoreAccess, StoreConnection } from '../../../src/platforms/store-platform';
import { fetchPage } from '../fetch-page';

export const signal = new AbortController().signal;

/** A simulator of its own for a test file: `beforeAll(shops.start)`, `afterAll(shops.stop)`. */
export function simulatedShops() {
  let simulator: ShopifySimulator | undefined;
  let made = 0;

  function running(): ShopifySimulator {
    if (simulator === undefined) throw new Error('the simulator was not started');
    return simulator;
  }

  const surroundings = () => ({
    allowPrivateStores: false,
    storePorts: [443],
    shopifyOriginTemplate: running().originTemplate,
  });

  return {
    async start() {
      simulator = await startShopifySimulator();
    },
    stop: () => running().close(),
    surroundings,

    /** A new shop and a connection to it, as after a connect with its permanent token. */
    open(options: Partial<ShopOptions> = {}, { isLastTry = false } = {}) {
      const shop = running().addShop({ domain: `shop-${++made}.myshopify.com`, ...options });
      const credentials = { shop_domain: shop.domain, access_token: shop.accessToken };
      const again = () => shopify.open({ ...keeping(credentials).access, isLastTry }, surroundings());
      return { shop, connection: again(), again };
    },
  };
}

/** Credentials kept as the service keeps them: one renewal at a time, its result is what comes next. */
export function keeping(first: ShopifyCredentials) {
  const kept = { credentials: first, renewals: 0 };
  let turn: Promise<unknown> = Promise.resolve();
  const access: StoreAccess<ShopifyCredentials> = {
    credentials: first,
    renew(renew) {
      const renewed = turn.then(async () => {
        const outcome = await renew(kept.credentials);
        if ('kind' in outcome) return outcome;
        if (outcome !== kept.credentials) kept.renewals++;
        kept.credentials = outcome;
        return outcome;
      });
      turn = renewed;
      return renewed;
    },
  };
  return { kept, access };
}

export async function pageOf(connection: StoreConnection, cursor: string | null = null): Promise<ProductPage> {
  const page = await fetchPage(connection, { cursor, currency: 'EUR', signal });
  if (page.kind !== 'page') throw new Error(`no page but ${page.kind}: ${page.detail}`);
  return page;
}

/** The whole listing; each page by a connection of its own if one is given for that. */
export async function readAll(connect: () => StoreConnection) {
  const pages: ProductPage[] = [];
  let cursor: string | null = null;
  do {
    const page: ProductPage = await pageOf(connect(), cursor);
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return {
    pages,
    products: pages.flatMap(({ products }) => products),
    rejected: pages.flatMap(({ rejected }) => rejected),
  };
}
