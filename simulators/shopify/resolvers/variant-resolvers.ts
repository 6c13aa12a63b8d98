import { isAvailable, mediaOfVariant } from '../catalogue/product-facts';
import type { ShopMedia, ShopProduct, ShopVariant } from '../catalogue/shop-product';
import { connection, type QueryContext } from './query-context';
import { idFields, noMetafields, type Resolvers } from './resolver';

export const variantResolvers: Resolvers<ShopVariant> = {
  ...idFields('ProductVariant'),
  ...noMetafields,
  availableForSale: isAvailable,
  sellableOnlineQuantity: (variant) => Math.max(0, variant.inventoryQuantity),
  displayName: (variant, _, context) => `${productOf(variant, context).title} - ${variant.title}`,
  product: (variant, _, context) => productOf(variant, context),
  unitPrice: () => null,
  requiresComponents: () => false,
  selectedOptions: (variant, _, context) =>
    variant.selectedOptions.map(({ name, value }) => ({
      name,
      value,
      get optionValue() {
        const option = productOf(variant, context).options.find((each) => each.name === name);
        return option?.optionValues.find((each) => each.name === value);
      },
    })),
  media(variant, args, context, info) {
    const items = mediaOfVariant(productOf(variant, context), variant);
    const keyOf = (media: ShopMedia) => ({ value: variant.mediaIds.indexOf(media.id), id: media.id });
    return connection({ items, keyOf }, args, context, info);
  },
};

function productOf(variant: ShopVariant, { shop }: QueryContext): ShopProduct {
  const product = shop.products.get(variant.productId);
  if (!product) throw new Error(`variant ${variant.id} belongs to product ${variant.productId}, which is not there`);
  return product;
}
