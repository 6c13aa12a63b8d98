import { z } from 'zod';
import type { ConnectedDemo } from './connect-demo';
import { DEMO_STORES } from './demo-stores';
import type { SimulatorUrls } from './start-simulators';

/** How a merchant's change of a price is played in a demo store. */
export interface PriceChange {
  storeId: string;
  storeName: string;
  title: string;
  /** Of the simulator's own interface. */
  url: string;
  body: string;
}

const Products = z.object({
  items: z.array(
    z.object({
      external_id: z.string(),
      title: z.string(),
      price: z.string().nullable(),
      metadata: z.looseObject({ type: z.string().optional() }),
    }),
  ),
});

const NEW_PRICE = '12.34';

/** Of a simple product that is in the catalogue; null while there is none. */
export async function priceChange(
  { api, stores }: Pick<ConnectedDemo, 'api' | 'stores'>,
  simulators: SimulatorUrls,
): Promise<PriceChange | null> {
  const store = stores.find(({ platform }) => platform === 'woocommerce');
  const demo = DEMO_STORES.find(({ platform }) => platform === 'woocommerce');
  if (store === undefined || demo === undefined) return null;
  const { items } = await api.get(`/v1/catalog/products?store_id=${store.id}&is_active=true&limit=50`, Products);
  const product = items.find(
    ({ price, metadata }) => metadata.type === 'simple' && price !== null && price !== NEW_PRICE,
  );
  if (product === undefined) return null;
  const shop = new URL(demo.address(simulators.woocommerce));
  const fields = { regular_price: NEW_PRICE, price: NEW_PRICE };
  return {
    storeId: store.id,
    storeName: demo.name,
    title: product.title,
    url: `${shop.origin}/__control/shops${shop.pathname}/changes`,
    body: JSON.stringify([{ op: 'patch', id: product.external_id, fields }]),
  };
}
