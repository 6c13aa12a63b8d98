import type { ListingGap } from '../../../model/listing';
import type { UnreadableProduct } from '../../../model/rejection';
import { isProblem, type StoreProblem } from '../../problem';
import type { ListedPage, ListingRequest } from '../../store-platform';
import { noRows, PRODUCT_FIELDS, type RawRow, readRows, variationIdsOf } from '../mapping/raw-product';
import { counting, type WooClient } from '../requests/client';
import { LISTING, PRODUCTS } from '../requests/listing-request';
import { asProblem, mayBeOfOneProduct } from '../requests/woo-error';
import { completeProducts, type WooStore } from '../variations/complete-products';
import { cursorText, readCursor } from './cursor';
import { offsetProblem } from './offset-problem';
import { isAscending, type ListedRows, offsetOf, type WalkState, type WalkStep, walkStep } from './overlap-walk';
import type { PageSize, PageSizeFrom } from './page-size';
import { type ListedPart, readAround } from './read-around';

/** A listing that forgets or hides 200,000 products while it is walked, or never holds still, is no listing. */
const MOST_IDLE = 2_000;

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
  { cursor: text, signal }: ListingRequest,
): Promise<ListedPage | StoreProblem> {
  const { met } = listing;
  listing.met = null;
  if (met !== null && met.cursor === text) return met.problem;

  const client = counting(store.client);
  const start = readCursor(text);
  const size = listing.sizeFrom(start);

  const fresh: RawRow[] = [];
  const aside: UnreadableProduct[] = [];
  const gaps: ListingGap[] = [];
  let next: WalkState | null = start;
  const nextCursor = () => (next === null ? null : cursorText({ ...next, size: size.current, good: size.goodInARow }));
  // Without the collection each product's variations are a request of their own, and the last try is one of few products.
  const steps = store.collection && !store.isLastTry ? LISTINGS : 1;
  for (let step = 0; step < steps && next !== null; step++) {
    const listed = await listOnce({ ...store, client }, size, next, signal);
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

interface ListedStep {
  kind: 'step';
  fresh: RawRow[];
  /** Products that the store fails to answer. */
  aside: UnreadableProduct[];
  gaps: ListingGap[];
  next: WalkState | null;
}

async function listOnce(
  { client, isLastTry }: WooStore,
  size: PageSize,
  state: WalkState,
  signal: AbortSignal,
): Promise<ListedStep | StoreProblem> {
  const offset = offsetOf(state);
  const ask = (place: { offset: number; size: number }) => fetchRows(client, place, signal);
  const asked = await size.adapt((perPage) => ask({ offset, size: perPage }));
  const isBroken = isProblem(asked) && isLastTry && mayBeOfOneProduct(asked);
  const page = isBroken
    ? await readAround({ offset, size: size.current, newFrom: state.offset }, ask, client, signal)
    : asked;
  if (isProblem(page)) return page;

  const step = await stepThrough(page, state, client, signal);
  if ('kind' in step) return step;
  const { fresh, next } = step;
  if (next !== null && next.idle > MOST_IDLE) return neverStill(page.size);
  return {
    kind: 'step',
    fresh: page.rows.filter(({ id }) => fresh.has(id)),
    aside: page.rejected.filter((product) => fresh.has(product.external_id)),
    gaps: [...page.gaps, ...gapsOf(step, offset, page.total)],
    next,
  };
}

/** A step of the walk, once it is known that the rows answer what was asked. */
async function stepThrough(
  page: ListedRows,
  state: WalkState,
  client: WooClient,
  signal: AbortSignal,
): Promise<WalkStep | StoreProblem> {
  const offset = offsetOf(state);
  if (!state.isUnordered && !isAscending(page.ids)) {
    const problem = await offsetProblem(client, Math.max(offset, 1), signal);
    return problem ?? walkStep({ ...state, offset, isUnordered: true }, page);
  }
  const step = walkStep(state, page);
  const problem = step.repeats ? await offsetProblem(client, offset, signal) : null;
  return problem ?? step;
}

async function fetchRows(
  client: WooClient,
  { offset, size }: { offset: number; size: number },
  signal: AbortSignal,
): Promise<ListedPart | StoreProblem> {
  const params = { ...LISTING, offset: String(offset), per_page: String(size), _fields: PRODUCT_FIELDS };
  const answer = asProblem(await client.get(PRODUCTS, params, signal));
  if (answer.kind !== 'json') return answer;
  const rows = readRows(answer.value);
  if (rows === null) return answer.unreadable(noRows(answer.value, 'products'));
  return { kind: 'part', rows, ids: rows.map(({ id }) => id), rejected: [], gaps: [], total: answer.total, size };
}

function gapsOf({ hides, isUnordered }: WalkStep, offset: number, total: number | null): ListingGap[] {
  const gaps: ListingGap[] = [];
  if (hides) {
    const where = `near place ${offset + 1} of ${total ?? 'an unknown number'}`;
    const detail = `the store counts products that it does not show, the first ones ${where}: a plugin hides them, or WooCommerce fails to load them`;
    gaps.push({ cause: 'rows_hidden', detail });
  }
  if (isUnordered) {
    const detail =
      'the store lists its products in an order of its own, whatever it is asked for (orderby=id): one that comes or goes meanwhile may be missed';
    gaps.push({ cause: 'order_ignored', detail });
  }
  return gaps;
}

function neverStill(size: number): StoreProblem {
  const detail = `the product listing showed no new product in ${MOST_IDLE} pages of ${size}, and no end`;
  return { kind: 'unreadable', status: 200, detail };
}
