import { isProblem, type StoreProblem } from '../../problem';
import { noRows, readRows } from '../mapping/raw-product';
import type { WooClient } from '../requests/client';
import { LISTING, PRODUCTS } from '../requests/listing-request';
import { asProblem, mayBeOfOneProduct } from '../requests/woo-error';
import { chunked } from '../variations/fetch-variations';
import { inHalves } from './in-halves';

/** Products side by side that the store fails to answer. */
export interface Broken {
  offsets: number[];
  /** The ids of their neighbours in the listing; null at the page's edge. */
  before: string | null;
  after: string | null;
  problem: StoreProblem;
}

/** Between two products lie the ids of orders, pictures and variations: so many are looked through, 100 a request. */
const MOST_CANDIDATES = 2_000;
const AT_ONCE = 100;

/** `untold`: too many ids lie between the neighbours to look through them. */
export type Named = { kind: 'named'; ids: string[] } | { kind: 'untold' };

/** Their ids, as many as can be found: some stores answer them where no more than ids is asked for. */
export async function nameBroken(
  broken: Broken,
  client: WooClient,
  signal: AbortSignal,
): Promise<Named | StoreProblem> {
  const listed: string[] = [];
  for (const offset of broken.offsets) {
    const ids = await listIds({ offset: String(offset), per_page: '1' }, client, signal);
    if (Array.isArray(ids)) listed.push(...ids);
    else if (!mayBeOfOneProduct(ids)) return ids;
    else return searchBetween(broken, client, signal);
  }
  return { kind: 'named', ids: listed.filter((id) => isBetween(id, broken)) };
}

/** An id that its neighbours leave no choice for is certain; else PHP dies of the list that names it. */
async function searchBetween(broken: Broken, client: WooClient, signal: AbortSignal): Promise<Named | StoreProblem> {
  const candidates = candidatesFor(broken);
  if (candidates === null) return { kind: 'untold' };
  if (candidates.length === broken.offsets.length) return { kind: 'named', ids: candidates };
  const ask = async (include: readonly string[]) => {
    const ids = await listIds({ include: include.join(','), per_page: String(AT_ONCE) }, client, signal);
    return Array.isArray(ids) ? { kind: 'ids' as const } : ids;
  };
  const found: string[] = [];
  for (const some of chunked(candidates, AT_ONCE)) {
    const whole = await ask(some);
    if (!isProblem(whole)) continue;
    if (!mayBeOfOneProduct(whole)) return whole;
    const read = await inHalves(some, ask);
    if (isProblem(read)) return read;
    found.push(...read.parts.flatMap((part) => (part.kind === 'failed' ? part.item : [])));
    if (found.length >= broken.offsets.length) break;
  }
  const isUntold = found.length === 0 && broken.after === null;
  return isUntold ? { kind: 'untold' } : { kind: 'named', ids: found.slice(0, broken.offsets.length) };
}

/** null for more than can be looked through. Behind the last row there is no end: as many as that are tried. */
function candidatesFor({ before, after }: Broken): string[] | null {
  const first = BigInt(before ?? 0) + 1n;
  const between = after === null ? BigInt(MOST_CANDIDATES) : BigInt(after) - first;
  if (between > BigInt(MOST_CANDIDATES)) return null;
  return Array.from({ length: Number(between) }, (_, index) => String(first + BigInt(index)));
}

function isBetween(id: string, { before, after }: Broken): boolean {
  return BigInt(id) > BigInt(before ?? 0) && (after === null || BigInt(id) < BigInt(after));
}

async function listIds(
  filter: Record<string, string>,
  client: WooClient,
  signal: AbortSignal,
): Promise<string[] | StoreProblem> {
  const answer = asProblem(await client.get(PRODUCTS, { ...LISTING, ...filter, _fields: 'id' }, signal));
  if (answer.kind !== 'json') return answer;
  const rows = readRows(answer.value);
  return rows === null ? answer.unreadable(noRows(answer.value, 'products')) : rows.map(({ id }) => id);
}
