import { isProblem, type StoreProblem } from '../../problem';
import type { FetchedProducts, IdsRequest } from '../../store-platform';
import { LISTING } from '../listing/list-page';
import { pageSize } from '../listing/page-size';
import { noRows, PRODUCT_FIELDS, type RawRow, readRows } from '../mapping/raw-product';
import { counting, type WooClient } from '../requests/client';
import { twoAtATime } from '../requests/two-at-a-time';
import { asProblem } from '../requests/woo-error';
import { completeProducts, type Reading, type WooStore } from '../variations/complete-products';
import { chunked } from '../variations/fetch-variations';

/** `per_page` takes no more, and the list of ids stands in the address. */
export const IDS_AT_ONCE = 100;

/** Whole products by id; unknown and binned ones are left out without a word. */
export async function fetchByIds(
  store: WooStore,
  { externalIds, currency, signal }: IdsRequest,
): Promise<FetchedProducts | StoreProblem> {
  const client = counting(store.client);
  const reading: Reading = { ...store, client, size: pageSize(), currency, signal };
  const listed = await listByIds(externalIds, reading);
  if (isProblem(listed)) return listed;

  const whole = await completeProducts(listed.rows, reading);
  if (isProblem(whole)) return whole;
  return { ...whole, requests: client.requests, throttledMs: 0 };
}

/** The rows of those ids that the listing shows. */
export async function listByIds(
  externalIds: readonly string[],
  { client, size, signal }: Reading,
): Promise<{ kind: 'rows'; rows: RawRow[] } | StoreProblem> {
  const listed = await size.adapt((perPage) =>
    twoAtATime(chunked(externalIds, perPage), (ids) => listNamed(client, ids, signal)),
  );
  if (isProblem(listed)) return listed;
  return { kind: 'rows', rows: listed.results.flatMap(({ rows }) => rows) };
}

/** A comma list: OAuth signatures over `include[]=` are refused. */
async function listNamed(client: WooClient, ids: readonly string[], signal: AbortSignal) {
  const params = { ...LISTING, include: ids.join(','), per_page: String(ids.length), _fields: PRODUCT_FIELDS };
  const answer = asProblem(await client.get('wp-json/wc/v3/products', params, signal));
  if (answer.kind !== 'json') return answer;
  const rows = readRows(answer.value);
  if (rows === null) return answer.unreadable(noRows(answer.value, 'products'));
  return { kind: 'rows' as const, rows };
}
