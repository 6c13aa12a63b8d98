import { withoutTrailing } from '../../process/without-trailing';
import type { StoreSurroundings } from '../store-platform';
import { SHOPIFY_ITSELF, type ShopifySurroundings } from './settings';

/** Stable from 2026-10-01 to 2027-10-16. Versions before 2026-07 do not show collections of the new model. */
export const API_VERSION = '2026-10';

/** Where the Admin API of a shop answers: `path` below the operator's origin for it. */
export function adminAddress(shopDomain: string, path: string, { shopifyOriginTemplate }: ShopifySurroundings): URL {
  return new URL(`${withoutTrailing(shopifyOriginTemplate.replaceAll('{shop}', shopDomain), '/')}/admin/${path}`);
}

/**
 * Private addresses are refused so that no tenant can make the service talk to its own network. The origin template
 * is the operator's word, not a tenant's, and a tenant chooses only a label below myshopify.com: what it names is allowed.
 */
export function adminSurroundings(surroundings: ShopifySurroundings): StoreSurroundings {
  return surroundings.shopifyOriginTemplate === SHOPIFY_ITSELF
    ? surroundings
    : { ...surroundings, allowPrivateStores: true };
}
