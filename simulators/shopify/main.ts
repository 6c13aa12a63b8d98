import { runSimulator } from '../run-simulator';
import type { ShopOptions } from './shop-options';
import { startShopifySimulator } from './start';

/** A shop: `{"domain": "demo.myshopify.com", "products": 500}`. */
runSimulator('shopify', startShopifySimulator, (simulator, text) => {
  const shops: ShopOptions[] = JSON.parse(text);
  for (const shop of shops) simulator.addShop(shop);
});
