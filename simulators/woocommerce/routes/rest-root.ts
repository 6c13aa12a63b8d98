import type { ShopState } from '../shop-state';

/** Where WordPress has its REST API unless a plugin moves it, below the shop. */
export const USUAL_ROOT = '/wp-json';

/** Plain permalinks: there is no path for it, a parameter names the route. */
const PLAIN = '?rest_route=';

/** The Link that every page of WordPress has. */
export function restLink({ homeUrl, restRoot }: Pick<ShopState, 'homeUrl' | 'restRoot'>): string {
  const root = restRoot === PLAIN ? '/index.php?rest_route=/' : `${restRoot}/`;
  return `<${homeUrl}${root}>; rel="https://api.w.org/"`;
}

/** The route that a path below the shop names; null when it is none of the REST API's. */
export function routeOf(path: string, restRoot: string): string | null {
  if (restRoot === PLAIN) return null;
  const inner = restRoot === withoutIndex(restRoot) ? withoutIndex(path) : path;
  // A doubled slash reaches WordPress and there matches no route.
  if (inner.startsWith(`/${restRoot}`)) return '//';
  if (inner === restRoot) return '/';
  return inner.startsWith(`${restRoot}/`) ? inner.slice(restRoot.length) : null;
}

/** With plain permalinks behind `try_files`, whatever is no file is the front page. */
export function isFrontPage(path: string, restRoot: string): boolean {
  return restRoot === PLAIN || path === '' || path === '/';
}

/** What WooCommerce looks for in the whole URI before it reads a key. */
export function keyedPath(restRoot: string): string {
  return `${withoutIndex(restRoot === PLAIN ? USUAL_ROOT : restRoot).slice(1)}/wc/`;
}

/** WordPress answers the same paths behind its own file; where nothing is rewritten only there. */
function withoutIndex(path: string): string {
  return path.replace(/^\/index\.php(?=\/)/, '');
}
