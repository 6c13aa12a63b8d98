import type { ListingGap } from '../../../model/listing';
import type { UnreadableProduct } from '../../../model/rejection';
import { isProblem, type StoreProblem } from '../../problem';
import { type RawRow, variationIdsOf } from '../mapping/raw-product';
import { type CountingClient, counting } from '../requests/client';
import type { ListingQuery } from '../requests/listing-request';
import type { WooStore } from '../variations/complete-products';
import { type Cursor, cursorText, readCursor } from './cursor';
import { listStep } from './list-step';
import type { PageSize, PageSizeFrom } from './page-size';

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

export interface ListedRows {
  kind: 'rows';
  fresh: RawRow[];
  /** Products that the store fails to answer. */
  aside: UnreadableProduct[];
  gaps: ListingGap[];
  /** With what was learned since, of the page's size. */
  nextCursor(): string | null;
  client: CountingClient;
  size: PageSize;
}

/**
 * The rows of a page: one to three steps of the overlap walk. Steps that only go back bring no products. A page ends
 * before a problem, and the next page begins with it: whatever the store asked for, a wait or new credentials, is then
 * seen to before it is asked again.
 */
export async function listRows(
  store: WooStore,
  listing: WooListing,
  { cursor: text, query, signal }: { cursor: string | null; query: ListingQuery; signal: AbortSignal },
): Promise<ListedRows | StoreProblem> {
  const { met } = listing;
  listing.met = null;
  if (met !== null && met.cursor === text) return met.problem;

  const client = counting(store.client);
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
  return { kind: 'rows', fresh, aside, gaps, nextCursor, client, size };
}

function nameEnough(rows: readonly RawRow[]): boolean {
  const named = rows.map(({ raw }) => variationIdsOf(raw).length).filter((count) => count > 0);
  return named.length >= ENOUGH.parents || named.reduce((sum, count) => sum + count, 0) >= ENOUGH.variations;
}
