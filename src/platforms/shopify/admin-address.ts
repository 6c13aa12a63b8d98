import { withoutTrailing } from '../../process/without-trailing';
import type { StoreSurroundings } from '../store-platform';
import { SHOPIFY_ITSELF, type ShopifySurroundings } from './settings';

/** Stable from 2026-10-01 to 2027-10-16. Versions before 2026-07 do not show collections of the new model. */
export const API_VERSION = '2026-10';

/** Where the Admin API of a shop answers: `path` below the operator's origin for it. */
export function adminAddress(shopDomain: string, path: string, surroundings: ShopifySurroundings): URL {
  return new URL(`${originOf(shopDomain, surroundings)}/admin/${path}`);
}

function originOf(shopDomain: string, { shopifyOriginTemplate }: ShopifySurroundings): string {
  return withoutTrailing(shopifyOriginTemplate.replaceAll('{shop}', shopDomain), '/');
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

/** For a link that the shop sent: below the operator's origin for it that one's word counts, everywhere else the guard. */
export function linkSurroundings(
  link: string,
  shopDomain: string,
  surroundings: ShopifySurroundings,
): StoreSurroundings {
  const named = new URL(`${originOf(shopDomain, surroundings)}/`);
  const isNamed = URL.canParse(link) && isBelow(new URL(link), named);
  return isNamed ? adminSurroundings(surroundings) : surroundings;
}

function isBelow(url: URL, { origin, pathname }: URL): boolean {
  return url.origin === origin && url.pathname.startsWith(pathname);
}
