/** As long as a store's ids get. */
const ID = /^\d{1,20}$/;

/**
 * The id in a store that somebody's text names: the number itself, Shopify's `gid://shopify/Product/…`, or the address
 * of a product in the shop's admin, as it is copied from there. null: it names none.
 */
export function idInText(text: string): string | null {
  if (ID.test(text)) return text;
  const url = addressOf(text);
  if (url === null) return null;
  const named = url.searchParams.get('post') ?? url.searchParams.get('p') ?? '';
  if (ID.test(named)) return named;
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2)?.toLowerCase();
  // A shop's own page may have a number for its name; under `admin` it is an id.
  const isAdmin = url.protocol === 'gid:' || parts.includes('admin') || parts.includes('store');
  return isAdmin && (before === 'product' || before === 'products') && ID.test(last) ? last : null;
}

/** null: it is no address. */
export function addressOf(text: string): URL | null {
  return /^(https?|gid):\/\//i.test(text) && URL.canParse(text) ? new URL(text) : null;
}

/** How a shop may write the address of the same page. */
export function spellingsOf({ host, pathname, protocol }: URL): string[] {
  if (!protocol.startsWith('http')) return [];
  const path = pathname.replace(/\/$/, '');
  return ['https', 'http'].flatMap((scheme) => [`${scheme}://${host}${path}`, `${scheme}://${host}${path}/`]);
}
