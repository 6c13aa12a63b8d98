import { isProblem, type StoreProblem } from '../../problem';
import type { ListedPage, ListingRequest } from '../../store-platform';
import { changedIn, LISTING } from '../requests/listing-request';
import { completeProducts, type WooStore } from '../variations/complete-products';
import { listRows, type WooListing } from './list-rows';

/** One page. Its variations are asked for when it is made whole. */
export async function listPage(
  store: WooStore,
  listing: WooListing,
  { cursor, stretch, signal }: ListingRequest,
): Promise<ListedPage | StoreProblem> {
  const query = stretch === undefined ? LISTING : changedIn(stretch);
  const listed = await listRows(store, listing, { cursor, query, signal });
  if (isProblem(listed)) return listed;
  const { fresh, aside, gaps, nextCursor, client, size } = listed;
  return {
    kind: 'listed',
    nextCursor: nextCursor(),
    async products(request) {
      const complete = await completeProducts(fresh, { ...store, client, size, ...request });
      if (isProblem(complete)) return complete;
      const { products, rejected } = complete;
      return {
        kind: 'page',
        products,
        rejected: [...aside, ...rejected],
        nextCursor: nextCursor(),
        requests: client.requests,
        throttledMs: 0,
        gaps,
      };
    },
  };
}
