import type { ListingGap } from '../../../model/listing';
import type { UnreadableProduct } from '../../../model/rejection';
import { isProblem, type StoreProblem } from '../../problem';
import { noRows, type RawRow, readRows } from '../mapping/raw-product';
import type { WooClient } from '../requests/client';
import { type ListingQuery, PRODUCTS } from '../requests/listing-request';
import { asProblem, mayBeOfOneProduct } from '../requests/woo-error';
import type { WooStore } from '../variations/complete-products';
import type { Cursor } from './cursor';
import { offsetProblem } from './offset-problem';
import { isAscending, type ListedRows, offsetOf, type WalkState, type WalkStep, walkStep } from './overlap-walk';
import type { PageSize } from './page-size';
import { type ListedPart, readAround } from './read-around';

/** A listing that forgets or hides 200,000 products while it is walked, or never holds still, is no listing. */
const MOST_IDLE = 2_000;

interface ListedStep {
  kind: 'step';
  /** Rows that no page before carried. */
  fresh: RawRow[];
  /** Products that the store fails to answer. */
  aside: UnreadableProduct[];
  gaps: ListingGap[];
  next: Cursor | null;
}

/** One step of the overlap walk: one request, on the last try around the products that the store fails to answer. */
export async function listStep(
  { client, isLastTry, fields }: WooStore,
  listing: ListingQuery,
  size: PageSize,
  state: Cursor,
  signal: AbortSignal,
): Promise<ListedStep | StoreProblem> {
  const offset = offsetOf(state);
  const ask = (place: { offset: number; size: number }) =>
    fetchRows(client, listing, { ...place, fields: fields.product }, signal);
  const asked = await size.adapt((perPage) => ask({ offset, size: perPage }));
  const isBroken = isProblem(asked) && isLastTry && mayBeOfOneProduct(asked);
  // Where it steps back nothing is known to have been answered before.
  const newFrom = state.jump === null ? state.offset : offset;
  const place = { offset, size: size.current, newFrom, hasFailed: state.hasFailed };
  const page = isBroken ? await readAround(place, ask, client, signal) : asked;
  if (isProblem(page)) return page;

  const step = await stepThrough(page, state, { client, listing, signal });
  if ('kind' in step) return step;
  const { fresh, next } = step;
  if (next !== null && next.idle > MOST_IDLE) return neverStill(page.size);
  return {
    kind: 'step',
    fresh: page.rows.filter(({ id }) => fresh.has(id)),
    aside: page.rejected.filter((product) => fresh.has(product.external_id)),
    gaps: [...page.gaps, ...gapsOf(step, offset, page.total)],
    next: next === null ? null : { ...state, ...next, hasFailed: page.hasFailed },
  };
}

/** A step of the walk, once it is known that the rows answer what was asked. */
async function stepThrough(
  page: ListedRows,
  state: WalkState,
  { client, listing, signal }: { client: WooClient; listing: ListingQuery; signal: AbortSignal },
): Promise<WalkStep | StoreProblem> {
  const offset = offsetOf(state);
  if (!state.isUnordered && !isAscending(page.ids)) {
    const problem = await offsetProblem(client, listing, Math.max(offset, 1), signal);
    return problem ?? walkStep({ ...state, offset, isUnordered: true }, page);
  }
  const step = walkStep(state, page);
  const problem = step.repeats ? await offsetProblem(client, listing, offset, signal) : null;
  return problem ?? step;
}

async function fetchRows(
  client: WooClient,
  listing: ListingQuery,
  { offset, size, fields }: { offset: number; size: number; fields: string },
  signal: AbortSignal,
): Promise<ListedPart | StoreProblem> {
  const params = { ...listing, offset: String(offset), per_page: String(size), _fields: fields };
  const answer = asProblem(await client.get(PRODUCTS, params, signal));
  if (answer.kind !== 'json') return answer;
  const rows = readRows(answer.value);
  if (rows === null) return answer.unreadable(noRows(answer.value, 'products'));
  const ids = rows.map(({ id }) => id);
  return { kind: 'part', rows, ids, rejected: [], gaps: [], hasFailed: false, total: answer.total, size };
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
