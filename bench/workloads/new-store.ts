import type { Store } from '../../src/stores/store';
import type { PlainOrder } from '../contestants/plain/program';
import { asAdmin } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import { CATALOGUE_DATABASE, shopCredentials } from '../service/catalogue';
import type { StoreName } from '../stores/messages';
import type { Bench } from './workload';

/** A simulated store that is connected to the service, and how the other contestants reach it. */
export interface BenchStore {
  store: Store;
  plain: PlainOrder['store'];
  name: StoreName;
}

export interface StoreSize {
  products: number;
  answerMs?: number;
  onDemand?: boolean;
  bucket?: { maximum: number; restoreRate: number };
  bulkMs?: number;
  /** Reads the store's bulk file, however small the store is; else its pages, however large. */
  inBulk?: boolean;
  /** See `WooCommerceOrder`. */
  ownClock?: boolean;
}

export const VARIANTS_EACH = 3;
/** 2,000 of 10,000. */
export const VARIABLE_EVERY = 5;

export async function newShopify({ servers, service }: Bench, workload: string, size: StoreSize): Promise<BenchStore> {
  const { products, answerMs: pageTimeMs = 0, onDemand = false, bulkMs = 0, inBulk = false, bucket } = size;
  const domain = `${workload.toLowerCase()}.myshopify.com`;
  const { address, accessToken } = await servers.stores.ask('addShopify', {
    ...{ domains: [domain], products, variantsEach: VARIANTS_EACH, pageTimeMs, onDemand, bulkMs },
    ...(bucket && { bucket }),
  });
  const tenant = await service.newTenant(workload);
  const store = await service.connect('shopify', shopCredentials(domain, accessToken), tenant.id);
  await (inBulk ? readInBulk : readPages)(servers, store);
  return {
    store,
    plain: { platform: 'shopify', address, accessToken },
    name: { platform: 'shopify', name: domain },
  };
}

/** Beyond every store. */
const MOST = 1_000_000_000;

export const readInBulk = (servers: Servers, { id }: Store) => setBulkAbove(servers, id, 0);
export const readPages = (servers: Servers, { id }: Store) => setBulkAbove(servers, id, MOST);

async function setBulkAbove(servers: Servers, storeId: string, count: number): Promise<void> {
  const settings = { bulk_above: { products: count, variants: count } };
  const statement = 'update stores set settings = settings || $2::jsonb where id = $1::uuid';
  await asAdmin(servers, CATALOGUE_DATABASE, statement, [storeId, JSON.stringify(settings)]);
}

export async function newWooCommerce(
  { servers, service }: Bench,
  workload: string,
  size: StoreSize,
): Promise<BenchStore> {
  const { products, answerMs: pageTimeMs = 0, ownClock = false } = size;
  const name = workload.toLowerCase();
  const shop = await servers.stores.ask('addWooCommerce', {
    ...{ name, products, pageTimeMs, ownClock, variableEvery: VARIABLE_EVERY, variationsEach: VARIANTS_EACH },
  });
  const tenant = await service.newTenant(workload);
  const credentials = {
    store_url: shop.storeUrl,
    consumer_key: shop.consumerKey,
    consumer_secret: shop.consumerSecret,
  };
  const store = await service.connect('woocommerce', credentials, tenant.id);
  return { store, plain: { platform: 'woocommerce', ...shop }, name: { platform: 'woocommerce', name } };
}
