import { isProblem, type StoreProblem } from '../../problem';
import { inHalves } from '../broken/in-halves';
import { noRows, type RawRow, readRows } from '../mapping/raw-product';
import { WHOLE_ROWS } from '../mapping/row-fields';
import type { WooClient } from '../requests/client';
import { LISTING, PRODUCTS, smallestListing } from '../requests/listing-request';
import { twoAtATime } from '../requests/two-at-a-time';
import { asProblem, mayBeOfOneProduct } from '../requests/woo-error';
import type { Reading } from '../variations/complete-products';
import { chunked } from '../variations/fetch-variations';

export interface ListedByIds {
  kind: 'rows';
  rows: RawRow[];
  /** Ids about which the list says nothing: the store fails to answer one that names them, or does not obey `include`. */
  untold: string[];
}

/** The rows of those ids that the listing shows, of all states but the bin or of the bin alone. On the last try the store may fail to answer some of them (I7). */
export async function listByIds(
  externalIds: readonly string[],
  { client, size, isLastTry, signal }: Reading,
  status: 'any' | 'trash' = LISTING.status,
): Promise<ListedByIds | StoreProblem> {
  const ask = (ids: readonly string[]) => listNamed(client, ids, status, signal);
  const listed = await size.adapt((perPage) => twoAtATime(chunked(externalIds, perPage), ask));
  if (!isProblem(listed)) return told(externalIds, listed.results, []);
  if (!isLastTry || !mayBeOfOneProduct(listed)) return listed;

  const read = await inHalves(externalIds, ask);
  if (isProblem(read)) return read;
  const answers = read.parts.flatMap((part) => (part.kind === 'answered' ? part.answer : []));
  const failed = read.parts.flatMap((part) => (part.kind === 'failed' ? part.item : []));
  // The fault is the products' only as long as the store answers something.
  const isStores = answers.length === 0 && (await smallestListing(client, signal)).kind !== 'json';
  return isStores ? listed : told(externalIds, answers, failed);
}

interface Named {
  kind: 'named';
  rows: RawRow[];
}

/** What was not asked for is not taken: where it came the list does not obey, and is silent about those that it lacks. */
function told(asked: readonly string[], answers: readonly Named[], failed: readonly string[]): ListedByIds {
  const wanted = new Set(asked);
  const all = answers.flatMap(({ rows }) => rows);
  const rows = all.filter(({ id }) => wanted.has(id));
  if (rows.length === all.length) return { kind: 'rows', rows, untold: [...failed] };
  const came = new Set(rows.map(({ id }) => id));
  return { kind: 'rows', rows, untold: [...wanted].filter((id) => !came.has(id)) };
}

/** A comma list: OAuth signatures over `include[]=` are refused. */
async function listNamed(
  client: WooClient,
  ids: readonly string[],
  status: 'any' | 'trash',
  signal: AbortSignal,
): Promise<Named | StoreProblem> {
  const params = {
    ...LISTING,
    status,
    include: ids.join(','),
    per_page: String(ids.length),
    _fields: WHOLE_ROWS.product,
  };
  const answer = asProblem(await client.get(PRODUCTS, params, signal));
  if (answer.kind !== 'json') return answer;
  const rows = readRows(answer.value);
  return rows === null ? answer.unreadable(noRows(answer.value, 'products')) : { kind: 'named', rows };
}
