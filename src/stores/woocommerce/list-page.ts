import { isProblem } from '../is-problem';
import type { StoreProblem } from '../problem';
import type { ListedPage, PageRequest } from '../store';
import { counting, type WooClient } from './client';
import { cursorText, readCursor } from './cursor';
import { offsetOf, walkStep } from './overlap-walk';
import type { PageSizeFrom } from './page-size';
import { PRODUCT_FIELDS, readRows } from './raw-product';
import { type WooStore, wholeProducts } from './whole-products';
import { asProblem } from './woo-error';

/** A listing that forgets 200,000 products while it is walked, or never holds still, is no listing. */
const MOST_STEPS_BACK = 2_000;

/** All states but the bin: drafts are in the catalogue, inactive. `orderby=id` alone has no ties (9.9 loses by date). */
export const LISTING = { status: 'any', orderby: 'id', order: 'asc' } as const;

/**
 * One page of the overlap walk; its variations are asked for when it is made whole. A page that only steps back has no
 * products.
 */
export async function listPage(
  store: WooStore,
  sizeFrom: PageSizeFrom,
  { cursor: text, signal }: PageRequest,
): Promise<ListedPage | StoreProblem> {
  const client = counting(store.client);
  const cursor = readCursor(text);
  const size = sizeFrom(cursor);

  const listed = await size.adapt((perPage) => fetchRows(client, offsetOf(cursor), perPage, signal));
  if (isProblem(listed)) return listed;
  const step = walkStep(cursor, { ...listed, ids: listed.rows.map(({ id }) => id) });
  if (step.next !== null && step.next.stepsBack > MOST_STEPS_BACK) return neverStill(listed.size);

  const fresh = listed.rows.filter(({ id }) => step.fresh.has(id));
  const nextCursor = () =>
    step.next === null ? null : cursorText({ ...step.next, size: size.current, good: size.goodInARow });
  return {
    kind: 'listed',
    nextCursor: nextCursor(),
    async whole(request) {
      const whole = await wholeProducts(fresh, { ...store, client, size, ...request });
      if (isProblem(whole)) return whole;
      const { products, rejected } = whole;
      return {
        kind: 'page',
        products,
        rejected,
        nextCursor: nextCursor(),
        requests: client.requests,
        throttledMs: 0,
      };
    },
  };
}

async function fetchRows(client: WooClient, offset: number, size: number, signal: AbortSignal) {
  const params = { ...LISTING, offset: String(offset), per_page: String(size), _fields: PRODUCT_FIELDS };
  const answer = asProblem(await client.get('wp-json/wc/v3/products', params, signal));
  if (answer.kind !== 'json') return answer;
  const rows = readRows(answer.value);
  if (rows === null) return answer.unreadable('is no list of products');
  return { kind: 'rows' as const, rows, total: answer.total, size };
}

function neverStill(size: number): StoreProblem {
  const detail = `the product listing moved back ${MOST_STEPS_BACK} pages of ${size} without showing a new product`;
  return { kind: 'unreadable', status: 200, detail };
}
