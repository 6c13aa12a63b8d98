/**
 * The shop's address in its one spelling: lower-case host, no default port, no trailing or double slashes (a `//` in
 * front of `wp-json` answers 404), no `/wp-json…`, query or fragment. The path is kept: shops live in folders too.
 */
export function storeAddress(storeUrl: string): string {
  const { protocol, host, pathname } = new URL(storeUrl.trim());
  const steps = pathname.split('/').filter((step) => step !== '');
  const api = steps.indexOf('wp-json');
  const path = api === -1 ? steps : steps.slice(0, api);
  return `${protocol}//${host}${path.map((step) => `/${step}`).join('')}`;
}
