import { globalId } from '../catalogue/global-id';
import { hasOnlyDefaultVariant, isAvailable, priceRange, totalInventory } from '../catalogue/product-facts';
import type { ShopCollection, ShopMedia, ShopOption, ShopProduct, ShopVariant } from '../catalogue/shop-product';
import type { KeyOf } from '../listing/paging';
import { connection, type QueryContext } from './query-context';
import { exactly, idFields, noMetafields, type Resolvers } from './resolver';

const variantKeys: Record<string, KeyOf<ShopVariant>> = {
  POSITION: (variant) => ({ value: variant.position, id: variant.id }),
  ID: (variant) => ({ value: '', id: variant.id }),
  SKU: (variant) => ({ value: variant.sku ?? '', id: variant.id }),
  TITLE: (variant) => ({ value: variant.title, id: variant.id }),
  INVENTORY_QUANTITY: (variant) => ({ value: variant.inventoryQuantity, id: variant.id }),
};

export function variantKey(sortKey: string): KeyOf<ShopVariant> {
  const keyOf = variantKeys[sortKey];
  if (!keyOf) throw new Error(`the simulator cannot sort variants by ${sortKey}`);
  return keyOf;
}

export const productResolvers: Resolvers<ShopProduct> = {
  ...idFields('Product'),
  ...noMetafields,
  description: (product, { truncateAt }) => plainText(product.descriptionHtml).slice(0, truncateAt ?? undefined),
  category: ({ category }) => category && { ...category, id: `gid://shopify/TaxonomyCategory/${category.id}` },
  options: (product, { first }) => product.options.slice(0, first ?? undefined),
  hasOnlyDefaultVariant,
  hasOutOfStockVariants: (product) => product.variants.some((variant) => !isAvailable(variant)),
  tracksInventory: (product) => product.variants.some((variant) => variant.inventoryItem.tracked),
  totalInventory,
  totalVariants: (product) => product.variants.length,
  variantsCount: (product) => exactly(product.variants.length),
  mediaCount: (product) => exactly(product.media.length),
  featuredMedia: (product) => product.media[0] ?? null,
  onlineStoreUrl: (product, _, { shop }) =>
    product.publishedAt && product.status === 'ACTIVE' ? `https://${shop.domain}/products/${product.handle}` : null,
  onlineStorePreviewUrl: (product, _, { shop }) => `https://${shop.domain}/products/${product.handle}`,

  priceRangeV2(product, _, { shop }) {
    const range = priceRange(product.variants.map((variant) => variant.price));
    return { minVariantPrice: money(range?.lowest ?? '0', shop), maxVariantPrice: money(range?.highest ?? '0', shop) };
  },
  compareAtPriceRange(product, _, { shop }) {
    const range = priceRange(product.variants.map((variant) => variant.compareAtPrice));
    if (!range) return null;
    return {
      minVariantCompareAtPrice: money(range.lowest, shop),
      maxVariantCompareAtPrice: money(range.highest, shop),
    };
  },

  variants(product, args, context, info) {
    const { dropVariants } = context;
    const items = dropVariants > 0 ? product.variants.slice(0, -dropVariants) : product.variants;
    return connection({ items, keyOf: variantKey(args.sortKey) }, args, context, info);
  },
  media(product, args, context, info) {
    const place = new Map(product.media.map(({ id }, at) => [id, args.sortKey === 'POSITION' ? at : '']));
    const keyOf = (media: ShopMedia) => ({ value: place.get(media.id) ?? '', id: media.id });
    return connection({ items: product.media, keyOf }, args, context, info);
  },
  collections(product, args, context, info) {
    const keyOf = (collection: ShopCollection) => ({ value: '', id: collection.id });
    return connection({ items: product.collections, keyOf }, args, context, info);
  },
};

export const optionResolvers: Resolvers<ShopOption> = {
  id: ({ id }) => globalId('ProductOption', id),
  values: ({ optionValues }) => optionValues.map(({ name }) => name),
};

export const optionValueResolvers: Resolvers<{ id: string }> = {
  id: ({ id }) => globalId('ProductOptionValue', id),
};

export function money(amount: string, shop: QueryContext['shop']) {
  return { amount, currencyCode: shop.options.currency ?? 'EUR' };
}

/** The text of HTML as `description` gives it. */
function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
