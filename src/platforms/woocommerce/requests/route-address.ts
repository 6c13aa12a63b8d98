import type { WooCommerceCredentials } from '../credentials';
import { storeAddress } from './store-address';

export interface RouteAddress {
  /** Without a query. */
  url: string;
  /** What names the route, where its address does not. */
  params: Record<string, string>;
}

/**
 * Where a route of the REST API is, for example `wc/v3/products`: below `/wp-json` of the shop's address, or where the
 * shop said that it moved it. No other origin than the address's is ever asked.
 */
export function routeAddress(
  { store_url, rest_root }: Pick<WooCommerceCredentials, 'store_url' | 'rest_root'>,
  route: string,
): RouteAddress {
  const address = storeAddress(store_url);
  if (rest_root === undefined) return { url: `${address}/wp-json/${route}`, params: {} };
  const { origin } = new URL(address);
  if (!rest_root.includes('?')) return { url: `${origin}${rest_root}/${route}`, params: {} };
  // Before 11.1 WooCommerce reads a key only where `wp-json/wc/` stands somewhere in the address as it was sent.
  const params = { rest_route: `/${route}`, x: 'wp-json/wc/' };
  return { url: `${origin}${rest_root.slice(0, rest_root.indexOf('?'))}`, params };
}
