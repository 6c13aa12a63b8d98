import { z } from 'zod';
import { priceRange } from '../../simulators/shopify/catalogue/product-facts';
import type { ShopifyShop } from '../../simulators/shopify/shop';
import type { WooShop } from '../../simulators/woocommerce/shop';
import { ListedProduct, Product } from '../../src/api/schemas/product';

const { external_id, title, price, currency, is_active } = ListedProduct.shape;

/** The fields in which the catalogue is compared with a store; prices and ids as text, digit by digit. */
export const ShownProduct = z.object({ external_id, title, price, currency, is_active });
export type ShownProduct = z.infer<typeof ShownProduct>;

export const ShownProductPage = z.object({
  items: z.array(ShownProduct.extend({ id: ListedProduct.shape.id, deactivation: ListedProduct.shape.deactivation })),
  next_cursor: z.string().nullable(),
});
export type CatalogueProduct = z.infer<typeof ShownProductPage>['items'][number];

export const ShownVariants = z.object({ variants: Product.shape.variants });

/** What the catalogue must show of a shop, said anew from the contract: nothing of the mapping's code is used. */
export function heldByWooCommerce({ products, currency: shopCurrency }: WooShop): ShownProduct[] {
  return [...products.values()].map((product) => ({
    external_id: String(product.id),
    title: product.name,
    price: product.price || null,
    currency: shopCurrency,
    is_active: product.status === 'publish',
  }));
}

export function heldByShopify({ products, options }: ShopifyShop): ShownProduct[] {
  return [...products.values()].map((product) => ({
    external_id: product.id,
    title: product.title,
    price: priceRange(product.variants.map((variant) => variant.price))?.lowest ?? null,
    currency: options.currency ?? 'EUR',
    is_active: product.status === 'ACTIVE',
  }));
}

/** Ids of the products that are not the same on both sides; a product that one side lacks is one of them. */
export function differing(shown: readonly ShownProduct[], held: readonly ShownProduct[]): string[] {
  const [byId, heldById] = [shown, held].map((side) => new Map(side.map((each) => [each.external_id, textOf(each)])));
  const ids = new Set([...shown, ...held].map((each) => each.external_id));
  return [...ids].filter((id) => byId?.get(id) !== heldById?.get(id));
}

const textOf = (product: ShownProduct): string =>
  JSON.stringify([product.title, product.price, product.currency, product.is_active]);
