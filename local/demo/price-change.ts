import { z } from 'zod';
import type { ApiClient } from './api-client';
import type { ConnectedDemo } from './connect-demo';
import { DEMO_STORES } from './demo-stores';
import type { SimulatorUrls } from './start-simulators';

/** How a merchant's change of a price is played in a demo store. */
export interface PriceChange {
  storeName: string;
  productId: string;
  title: string;
  /** Of the simulator's own interface. */
  url: string;
  body: string;
}

const Products = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      price: z.string().nullable(),
      variant_count: z.int(),
      metadata: z.looseObject({ type: z.string().optional() }),
    }),
  ),
});
const Product = z.object({
  id: z.string(),
  external_id: z.string(),
  title: z.string(),
  variants: z.tuple([z.object({ external_id: z.string() })]),
});

const NEW_PRICE = '12.34';

/** One for each demo store whose catalogue has a product with a price of its own. */
export async function priceChanges(
  { api, stores }: Pick<ConnectedDemo, 'api' | 'stores'>,
  simulators: SimulatorUrls,
): Promise<PriceChange[]> {
  const changes = await Promise.all(
    DEMO_STORES.map(async ({ platform, name, changesUrl, priceChange }) => {
      const store = stores.find((each) => each.platform === platform);
      const product = store && (await productOfOnePrice(api, store.id));
      if (!product) return [];
      const { id: productId, external_id: id, title, variants } = product;
      const change = priceChange({ id, variantId: variants[0].external_id }, NEW_PRICE);
      const url = changesUrl(simulators[platform]);
      return [{ storeName: name, productId, title, url, body: JSON.stringify([change]) }];
    }),
  );
  return changes.flat();
}

async function productOfOnePrice(api: ApiClient, storeId: string): Promise<z.infer<typeof Product> | null> {
  const { items } = await api.get(`/v1/catalog/products?store_id=${storeId}&is_active=true&limit=50`, Products);
  // Of WooCommerce's types only a simple one has its price to itself; Shopify knows no types.
  const found = items.find(
    ({ price, variant_count, metadata: { type = 'simple' } }) =>
      type === 'simple' && variant_count === 1 && price !== null && price !== NEW_PRICE,
  );
  return found ? api.get(`/v1/catalog/products/${found.id}`, Product) : null;
}
