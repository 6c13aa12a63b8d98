import { z } from 'zod';
import { runSimulator } from '../run-simulator';
import { readJson } from './answers/json';
import { ShopMessage } from './control/control-messages';
import { startWooCommerceSimulator } from './start';

/** A shop: `{"name": "shop", "products": 500}`. */
runSimulator('woocommerce', startWooCommerceSimulator, (simulator, text) => {
  for (const shop of z.array(ShopMessage).parse(readJson(text))) simulator.addShop(shop);
});
