/**
 * The shop's address in its one spelling: lower-case host, no default port, no trailing or double slashes (a `//` in
 * front of `wp-json` answers 404), no `/wp-json…`, query or fragment. The path is kept: shops live in folders too.
 */
export function storeAddress(storeUrl: string): string {
  const { protocol, host, pathname } = new URL(storeUrl.trim());
  const path = pathname
    .replace(/\/{2,}/g, '/')
    .replace(/\/wp-json(\/.*)?$/, '')
    .replace(/\/$/, '');
  return `${protocol}//${host}${path}`;
}
