import type { ShopifyShop } from '../../simulators/shopify/shop';
import { type ComparedProduct, cleaned } from './compared';

/** What the catalogue must hold of a shop, said anew from the contract: nothing of the mapping's code is used. */
export function expectedOfShopify(shop: ShopifyShop): ComparedProduct[] {
  return [...shop.products.values()].map((product) => {
    const prices = product.variants.map(({ price }) => price);
    const [only] = product.options.length === 1 && product.options[0]?.name === 'Title' ? product.variants : [];
    return {
      external_id: product.id,
      title: cleaned(product.title),
      description: cleaned(product.descriptionHtml),
      status: product.status,
      is_active: product.status === 'ACTIVE',
      url:
        product.status === 'ACTIVE' && product.publishedAt !== null
          ? `https://${shop.domain}/products/${product.handle}`
          : null,
      currency: shop.options.currency ?? 'EUR',
      price: prices.toSorted((a, b) => Number.parseFloat(a) - Number.parseFloat(b))[0] ?? null,
      sku: only?.sku || null,
      product_type: product.productType || null,
      images: product.media.flatMap(({ mediaContentType, imageUrl }) =>
        mediaContentType === 'IMAGE' && imageUrl !== null ? [imageUrl] : [],
      ),
      categories: product.collections.map(({ id }) => id),
      tags: product.tags.map(cleaned),
      vendor: cleaned(product.vendor) || null,
      variants: product.variants
        .toSorted((a, b) => a.position - b.position)
        .map(({ id, sku, price, inventoryItem, inventoryPolicy, inventoryQuantity }) => ({
          external_id: id,
          sku: sku || null,
          price,
          stock: inventoryItem.tracked && inventoryPolicy === 'DENY' ? inventoryQuantity : null,
        })),
    };
  });
}
