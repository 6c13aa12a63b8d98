import type { ShopifyShop } from '../../simulators/shopify/shop';
import type { WooShop } from '../../simulators/woocommerce/shop';
import type { News, NewsSize } from './messages';

/** Prices that no product had before. */
export const priceOf = (turn: number) => `${2_000 + turn}.00`;

export function shopifyNews(shop: ShopifyShop, size: NewsSize, turn: number): News {
  const ids = [...shop.products.values()].filter(({ status }) => status === 'ACTIVE').map(({ id }) => id);
  const news = chosen(ids, size);
  for (const id of news.changed) {
    const [first] = shop.products.get(id)?.variants ?? [];
    if (first) shop.patchVariant(first.id, { price: priceOf(turn) });
  }
  // Shopify has no bin: what a merchant puts away is archived.
  for (const id of news.binned) shop.setStatus(id, 'ARCHIVED');
  for (const id of news.destroyed) shop.remove(id);
  return news;
}

export function wooCommerceNews(shop: WooShop, size: NewsSize, turn: number): News {
  const news = chosen(simpleProducts(shop), size);
  for (const id of news.changed) shop.patch(id, { regular_price: priceOf(turn), sale_price: '' });
  for (const id of news.binned) shop.trash(id);
  for (const id of news.destroyed) shop.remove(id);
  return news;
}

/** For sale: a variable product has no price of its own. */
export function simpleProducts(shop: WooShop): string[] {
  const forSale = [...shop.products.values()].filter(({ status, type }) => status === 'publish' && type === 'simple');
  return forSale.map(({ id }) => String(id));
}

/** Evenly spread over the store. */
function chosen(ids: readonly string[], { changed, binned, destroyed }: NewsSize): News {
  const count = changed + binned + destroyed;
  const every = Math.floor(ids.length / count);
  if (every === 0) throw new Error(`the store has ${ids.length} products for sale, and ${count} are to change`);
  const picked = ids.filter((_, at) => at % every === 0).slice(0, count);
  return {
    changed: picked.slice(0, changed),
    binned: picked.slice(changed, changed + binned),
    destroyed: picked.slice(changed + binned),
  };
}
