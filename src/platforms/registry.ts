/** Every platform that a store can run on, a line each, by its name in `src/model/platform.ts`. */
export { shopify } from './shopify/shopify';
export { woocommerce } from './woocommerce/woocommerce';
