import type { ListingGap } from '../../../model/listing';
import type { UnreadableProduct } from '../../../model/rejection';
import { isProblem, type StoreProblem } from '../../problem';
import type { ListedPage, ListingRequest } from '../../store-platform';
import { type RawRow, variationIdsOf } from '../mapping/raw-product';
import { counting } from '../requests/client';
import { changedIn, LISTING } from '../requests/listing-request';
import { completeProducts, type WooStore } from '../variations/complete-products';
import { type Cursor, cursorText, readCursor } from './cursor';
import { listStep } from './list-step';
import type { PageSizeFrom } from './page-size';

/**
 * Listings that make a page: together they name enough variations to fill requests of 100. With a page for each, a
 * catalogue in which one product in five has three variations took 21 requests per 1,000 products; now it takes 18.
 */
const LISTINGS = 3;

/** What fills its requests well enough: with more products to ask for, a page keeps a weak host busy for minutes. */
const ENOUGH = { variations: 300, parents: 100 };

/** What the pages of one connection leave to one another. */
export interface WooListing {
  sizeFrom: PageSizeFrom;
  /** The problem that ended the last page: the page that begins at this cursor tells of it. */
  met: { cursor: string | null; problem: StoreProblem } | null;
}

/**
 * One page: one to three steps of the overlap walk. Its variations are asked for when it is made whole. Steps that only
 * go back bring no products. A page ends before a problem, and the next page begins with it: whatever the store asked for,
 * a wait or new credentials, is then seen to before it is asked again.
 */
export async function listPage(
  store: WooStore,
  listing: WooListing,
  { cursor: text, stretch, signal }: ListingRequest,
): Promise<ListedPage | StoreProblem> {
  const { met } = listing;
  listing.met = null;
  if (met !== null && met.cursor === text) return met.problem;

  const client = counting(store.client);
  const query = stretch === undefined ? LISTING : changedIn(stretch);
  const start = readCursor(text);
  const size = listing.sizeFrom(start);

  const fresh: RawRow[] = [];
  const aside: UnreadableProduct[] = [];
  const gaps: ListingGap[] = [];
  let next: Cursor | null = start;
  const nextCursor = () => (next === null ? null : cursorText({ ...next, size: size.current, good: size.goodInARow }));
  // Without the collection each product's variations are a request of their own, and the last try is one of few products.
  const steps = store.collection && !store.isLastTry ? LISTINGS : 1;
  for (let step = 0; step < steps && next !== null; step++) {
    const listed = await listStep({ ...store, client }, query, size, next, signal);
    if (isProblem(listed)) {
      if (step === 0) return listed;
      listing.met = { cursor: nextCursor(), problem: listed };
      break;
    }
    fresh.push(...listed.fresh);
    aside.push(...listed.aside);
    gaps.push(...listed.gaps);
    next = listed.next;
    if (nameEnough(fresh)) break;
  }

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

function nameEnough(rows: readonly RawRow[]): boolean {
  const named = rows.map(({ raw }) => variationIdsOf(raw).length).filter((count) => count > 0);
  return named.length >= ENOUGH.parents || named.reduce((sum, count) => sum + count, 0) >= ENOUGH.variations;
}
