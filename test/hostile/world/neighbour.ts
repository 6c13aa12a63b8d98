import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ShopifyShop } from '../../../simulators/shopify/shop';
import type { WooShop } from '../../../simulators/woocommerce/shop';
import { expectedOfShopify } from '../../support/shopify-oracle';
import { expectedOfWoo } from '../../support/woo-oracle';
import {
  connected,
  type HostileWorld,
  newTenant,
  startSync,
  type Tenant,
  whenEnded,
  wooCredentials,
} from './hostile-world';

/** A tenant with a store of each platform, to whom nothing may happen. */
export interface Neighbour {
  tenant: Tenant;
  /** Syncs both, and answers how long that took and what is wrong with it: nothing. */
  sync(withinMs: number): Promise<{ seconds: number; faults: string[] }>;
  /** One request to the API that everybody makes; answers how long it took, and its status. */
  ask(): Promise<{ ms: number; status: number }>;
}

const Product = z.object({
  external_id: z.string(),
  title: z.string(),
  price: z.string().nullable(),
  is_active: z.boolean(),
});
type Product = z.infer<typeof Product>;
const Page = z.object({ items: z.array(Product), next_cursor: z.string().nullable() });

const ASKED = ['/v1/stores', '/v1/catalog/products?limit=50', '/v1/sync-runs?limit=20', '/v1/catalog/changes?limit=50'];

export async function quietNeighbour(
  world: HostileWorld,
  products: { woo: number; shopify: number },
): Promise<Neighbour> {
  const tenant = await newTenant(world, `Quiet ${randomBytes(3).toString('hex')}`);
  const woo = world.wooCommerce.addShop({ name: `quiet-${randomBytes(6).toString('hex')}`, products: products.woo });
  const shopify = world.shopify.addShop({
    domain: `quiet-${randomBytes(6).toString('hex')}.myshopify.com`,
    products: products.shopify,
  });
  const stores = [
    {
      id: await connected(tenant, 'woocommerce', wooCredentials(woo)),
      platform: 'woocommerce',
      expected: () => ofWoo(woo),
    },
    {
      id: await connected(tenant, 'shopify', { shop_domain: shopify.domain, access_token: shopify.accessToken }),
      platform: 'shopify',
      expected: () => ofShopify(shopify),
    },
  ] as const;
  let asked = 0;

  return {
    tenant,
    async sync(withinMs) {
      const startedAt = performance.now();
      const faults: string[] = [];
      const ended = await Promise.all(
        stores.map(async (store) => ({
          store,
          run: await whenEnded(tenant, await startSync({ ...store, tenant }), withinMs),
        })),
      );
      const seconds = (performance.now() - startedAt) / 1_000;
      for (const { store, run } of ended) {
        if (run?.status !== 'completed') {
          faults.push(`${store.platform} ended ${run?.status ?? 'not in time'}: ${run?.error?.message ?? ''}`);
        }
        faults.push(...differences(store.platform, store.expected(), await productsOf(tenant, store.id)));
      }
      return { seconds, faults };
    },
    async ask() {
      const startedAt = performance.now();
      const response = await fetch(`${world.apiUrl}${ASKED[asked++ % ASKED.length]}`, { headers: tenant.headers });
      await response.arrayBuffer();
      return { ms: performance.now() - startedAt, status: response.status };
    },
  };
}

const ofWoo = (shop: WooShop) => expectedOfWoo(shop).map((each) => Product.parse(each));
const ofShopify = (shop: ShopifyShop) => expectedOfShopify(shop).map((each) => Product.parse(each));

async function productsOf({ api }: Tenant, storeId: string): Promise<Product[]> {
  const all: Product[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: z.infer<typeof Page> = await api.get(
      `/v1/catalog/products?store_id=${storeId}&limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      Page,
    );
    all.push(...page.items);
    cursor = page.next_cursor;
  }
  return all;
}

function differences(platform: string, expected: readonly Product[], found: readonly Product[]): string[] {
  const line = ({ external_id, title, price, is_active }: Product) =>
    JSON.stringify([external_id, title, Number(price), is_active]);
  const known = new Set(found.map(line));
  const wanted = new Set(expected.map(line));
  const lacks = [...wanted].filter((each) => !known.has(each));
  const others = [...known].filter((each) => !wanted.has(each));
  return [
    ...lacks.slice(0, 3).map((each) => `${platform} lacks ${each}`),
    ...others.slice(0, 3).map((each) => `${platform} has ${each}`),
  ];
}
