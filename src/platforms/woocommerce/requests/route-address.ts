import type { WooCommerceCredentials } from '../credentials';
import { storeAddress } from './store-address';

type Place = Pick<WooCommerceCredentials, 'store_url' | 'rest_root' | 'signed_home'>;

export interface RouteAddress {
  /** Without a query. */
  url: string;
  /** The same, as the shop would write it: what signatures are made for. */
  signedUrl: string;
  /** What names the route, where its address does not. */
  params: Record<string, string>;
}

/**
 * Where a route of the REST API is, for example `wc/v3/products`: below `/wp-json` of the shop's address, or where the
 * shop said that it moved it. No other origin than the address's is ever asked.
 */
export function routeAddress({ store_url, rest_root, signed_home }: Place, route: string): RouteAddress {
  const address = storeAddress(store_url);
  const { url, params } = below(address, rest_root, route);
  return { url, params, signedUrl: (signed_home ?? address) + url.slice(address.length) };
}

function below(address: string, restRoot: string | undefined, route: string): Omit<RouteAddress, 'signedUrl'> {
  if (restRoot === undefined) return { url: `${address}/wp-json/${route}`, params: {} };
  const { origin } = new URL(address);
  if (!restRoot.includes('?')) return { url: `${origin}${restRoot}/${route}`, params: {} };
  // Before 11.1 WooCommerce reads a key only where `wp-json/wc/` stands somewhere in the address as it was sent.
  const params = { rest_route: `/${route}`, x: 'wp-json/wc/' };
  return { url: `${origin}${restRoot.slice(0, restRoot.indexOf('?'))}`, params };
}
