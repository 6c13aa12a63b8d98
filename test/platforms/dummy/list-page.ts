import { z } from 'zod';
import type { StoreProblem } from '../../../src/platforms/problem';
import type { ListedPage, ListingRequest } from '../../../src/platforms/store-platform';
import { mapProducts } from './map-product';
import { RawProduct, type ShopApi } from './shop-api';

const Page = z.object({ products: z.array(RawProduct), next: z.string().nullable() });

/** The shop's listing by id. Where it goes on is the shop's own text, and the cursor. */
export async function listPage(api: ShopApi, { cursor, signal }: ListingRequest): Promise<ListedPage | StoreProblem> {
  const path = cursor === null ? '/products' : `/products?after=${encodeURIComponent(cursor)}`;
  const page = await api.get(path, Page, signal);
  if (page.kind !== 'read') return page;
  const { products, next: nextCursor } = page.value;
  return {
    kind: 'listed',
    nextCursor,
    products: async ({ currency }) => ({
      kind: 'page',
      ...mapProducts(products, currency),
      nextCursor,
      requests: 1,
      throttledMs: 0,
    }),
  };
}
