import type { ShopMedia, ShopProduct, ShopVariant } from './shop-product';

/** Untracked stock is unlimited, and CONTINUE sells below zero. */
export function isAvailable(variant: ShopVariant): boolean {
  return !variant.inventoryItem.tracked || variant.inventoryPolicy === 'CONTINUE' || variant.inventoryQuantity > 0;
}

export function hasOnlyDefaultVariant(product: ShopProduct): boolean {
  const [variant, ...more] = product.variants;
  return more.length === 0 && variant?.selectedOptions[0]?.value === 'Default Title';
}

export function totalInventory(product: ShopProduct): number {
  let total = 0;
  for (const variant of product.variants) if (variant.inventoryItem.tracked) total += variant.inventoryQuantity;
  return total;
}

/** The lowest and highest of some decimal texts; the order of a simulator's range needs no more than a double. */
export function priceRange(prices: (string | null)[]): { lowest: string; highest: string } | null {
  const known = prices.filter((price) => price !== null).sort((a, b) => Number(a) - Number(b));
  const [lowest] = known;
  const highest = known.at(-1);
  return lowest === undefined || highest === undefined ? null : { lowest, highest };
}

export function mediaOfVariant(product: ShopProduct, variant: ShopVariant): ShopMedia[] {
  return product.media.filter((media) => variant.mediaIds.includes(media.id));
}
