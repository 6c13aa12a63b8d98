import type { StoreProblem } from '../../problem';
import type { ListedPage, ListingRequest } from '../../store-platform';
import { mapProducts } from '../mapping/map-product';
import { changedSince } from '../queries/news';
import { productsPage } from '../queries/products';
import type { AdminApi } from '../requests/admin-api';
import { completeProduct } from './complete-product';
import { type Extent, listRaw } from './list-raw';

const WHOLE: Extent = { of: 'product', page: productsPage, complete: completeProduct };

/** A page of whole products. */
export async function listPage(
  api: AdminApi,
  { cursor, stretch, signal }: ListingRequest,
): Promise<ListedPage | StoreProblem> {
  const search = stretch === undefined ? null : changedSince(stretch);
  const listed = await listRaw(api, { cursor, search, signal }, WHOLE);
  if (listed.kind !== 'raw') return listed;
  const { raw, aside, nextCursor, requests, throttledMs } = listed;
  return {
    kind: 'listed',
    nextCursor,
    async products({ currency }) {
      const { products, rejected } = mapProducts(raw, currency);
      return { kind: 'page', products, rejected: [...aside, ...rejected], nextCursor, requests, throttledMs };
    },
  };
}
