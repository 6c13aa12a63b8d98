import type { Store } from '../../src/tenants/stores/store';
import type { PlainOrder } from '../contestants/plain/program';
import { shopCredentials } from '../service/catalogue';
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
}

const VARIANTS_EACH = 3;
/** 2,000 of 10,000. */
const VARIABLE_EVERY = 5;

export async function newShopify({ servers, service }: Bench, workload: string, size: StoreSize): Promise<BenchStore> {
  const { products, answerMs: pageTimeMs = 0, onDemand = false } = size;
  const domain = `${workload.toLowerCase()}.myshopify.com`;
  const { address, accessToken } = await servers.stores.ask('addShopify', {
    ...{ domains: [domain], products, variantsEach: VARIANTS_EACH, pageTimeMs, onDemand },
  });
  const tenant = await service.newTenant(workload);
  const store = await service.connect('shopify', shopCredentials(domain, accessToken), tenant.id);
  return {
    store,
    plain: { platform: 'shopify', address, accessToken },
    name: { platform: 'shopify', name: domain },
  };
}

export async function newWooCommerce(
  { servers, service }: Bench,
  workload: string,
  size: StoreSize,
): Promise<BenchStore> {
  const { products, answerMs: pageTimeMs = 0 } = size;
  const name = workload.toLowerCase();
  const shop = await servers.stores.ask('addWooCommerce', {
    ...{ name, products, pageTimeMs, variableEvery: VARIABLE_EVERY, variationsEach: VARIANTS_EACH },
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
