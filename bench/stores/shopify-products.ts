import { type Random, seededRandom } from '../../simulators/catalogue/random';
import { generateProduct } from '../../simulators/shopify/catalogue/generate-product';
import type { ShopCollection, ShopMedia, ShopProduct } from '../../simulators/shopify/catalogue/shop-product';

const IMAGES_EACH = 2;

/** Lines of a product in a bulk file: itself, its variants (three in all workloads), images and its one collection. */
export const LINES_EACH = 1 + 3 + IMAGES_EACH + 1;

const COLLECTION: ShopCollection = {
  id: '436120000000',
  title: 'New arrivals',
  handle: 'new-arrivals',
  updatedAt: '2025-11-03T10:00:00Z',
};

export interface BenchShop {
  domain: string;
  variantsEach: number;
}

/** The products of a Shopify workload: the same for the same number, whichever shop and process they are made in. */
export function shopifyProducts(count: number, shop: BenchShop): ShopProduct[] {
  return Array.from({ length: count }, (_, number) => shopifyProduct(number, shop));
}

/** One product with two images and one collection; its number alone decides all of it. */
export function shopifyProduct(number: number, { domain, variantsEach }: BenchShop): ShopProduct {
  const random: Random = seededRandom(number + 1);
  const product = generateProduct(number, random, { domain, variantsEach });
  const media = Array.from({ length: IMAGES_EACH }, (_, at) => image(product, at));
  const variants = product.variants.map((variant) => ({ ...variant, mediaIds: [] }));
  return { ...product, media, variants, collections: [COLLECTION] };
}

function image({ id, title }: ShopProduct, at: number): ShopMedia {
  return {
    id: `3${id.slice(1)}${at}`,
    mediaContentType: 'IMAGE',
    status: 'READY',
    alt: at === 0 ? title : null,
    imageUrl: `https://cdn.shopify.example/s/files/1/products/${id}-${at}.jpg?v=1`,
    width: 1200,
    height: 1200,
  };
}
