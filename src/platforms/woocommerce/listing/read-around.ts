import type { ListingGap } from '../../../model/listing';
import type { UnreadableProduct } from '../../../model/rejection';
import { isProblem, type StoreProblem } from '../../problem';
import { inHalves, type Part } from '../broken/in-halves';
import { lookAtProduct } from '../broken/look-at-product';
import { type Broken, nameBroken } from '../broken/name-broken';
import type { RawRow } from '../mapping/raw-product';
import type { WooClient } from '../requests/client';

/** A part of the listing, from one place on. */
export interface ListedPart {
  kind: 'part';
  rows: RawRow[];
  /** Of its rows and of what was set aside, in the listing's order. */
  ids: string[];
  /** Products that the store fails to answer. */
  rejected: UnreadableProduct[];
  /** Those of which no id was found. */
  gaps: ListingGap[];
  /** Of any of them. */
  hasFailed: boolean;
  total: number | null;
  size: number;
}

interface Place {
  offset: number;
  size: number;
}

/** A page that repeats places of the page before. */
interface RepeatingPlace extends Place {
  /** Places in front of this one are repeated. */
  newFrom: number;
  /** The page before failed, too: it may have been at these. */
  hasFailed: boolean;
}

/**
 * The page without the products that the store fails to answer, whatever the size of the page (I7). They are found by
 * halving it, and their ids between their neighbours. The fault is the store's, and a problem, when nothing of the page is
 * answered, or when a place fails whose product does not.
 */
export async function readAround(
  { offset, size, newFrom, hasFailed }: RepeatingPlace,
  ask: (place: Place) => Promise<ListedPart | StoreProblem>,
  client: WooClient,
  signal: AbortSignal,
): Promise<ListedPart | StoreProblem> {
  const places = Array.from({ length: size }, (_, index) => offset + index);
  const read = await inHalves(places, ([first = offset, ...more]) => ask({ offset: first, size: more.length + 1 }));
  if (isProblem(read)) return read;
  const found = inOrder(read.parts);
  const broken = found.filter(isBroken);
  const [first] = broken;
  const failsAnew = !hasFailed && broken.some(({ offsets }) => offsets.some((place) => place < newFrom));
  if (first !== undefined && (broken.length === found.length || failsAnew)) return first.problem;

  const total = totalOf(read.parts);
  const page: ListedPart = { kind: 'part', ids: [], rows: [], total, size, rejected: [], gaps: [], hasFailed: true };
  for (const each of found) {
    if (isBroken(each)) {
      const offsets = each.offsets.filter((place) => place >= newFrom);
      const problem = offsets.length === 0 ? null : await setAside(page, { ...each, offsets }, client, signal);
      if (problem !== null) return problem;
    } else {
      page.ids.push(each.id);
      page.rows.push(each);
    }
  }
  return page;
}

/** Products that fail by their own address, too; of which there are too many to look through, their neighbours are told. */
async function setAside(
  page: ListedPart,
  broken: Broken,
  client: WooClient,
  signal: AbortSignal,
): Promise<StoreProblem | null> {
  const named = await nameBroken(broken, client, signal);
  if (isProblem(named)) return named;
  if (named.kind === 'untold') {
    page.gaps.push(gapOf(broken));
    return null;
  }
  if (named.ids.length === 0) return broken.problem;
  for (const id of named.ids) {
    const look = await lookAtProduct(id, client, signal);
    if (isProblem(look)) return look;
    if (look.kind === 'row') return broken.problem;
    if (look.kind === 'gone') continue;
    page.ids.push(id);
    page.rejected.push(look.rejected);
  }
  return null;
}

/** Rows, and between them the places that fail: those side by side have the same neighbours. */
function inOrder(parts: readonly Part<number, ListedPart>[]): (RawRow | Broken)[] {
  const found: (RawRow | Broken)[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (part.kind === 'answered') {
      const [first] = part.answer.rows;
      if (last !== undefined && isBroken(last) && first !== undefined) last.after = first.id;
      found.push(...part.answer.rows);
    } else if (last !== undefined && isBroken(last)) last.offsets.push(part.item);
    else found.push({ offsets: [part.item], before: last?.id ?? null, after: null, problem: part.problem });
  }
  return found;
}

function isBroken(found: RawRow | Broken): found is Broken {
  return 'offsets' in found;
}

/** Behind the end a store says 0. */
function totalOf(parts: readonly Part<number, ListedPart>[]): number | null {
  const totals = parts.flatMap((part) => (part.kind === 'answered' ? (part.answer.total ?? []) : []));
  return totals.length === 0 ? null : Math.max(...totals);
}

function gapOf({ offsets, before, after, problem }: Broken): ListingGap {
  const neighbours = `between ${before ?? 'the beginning of the page'} and ${after ?? 'its end'}`;
  const products = offsets.length === 1 ? 'a product' : `${offsets.length} products`;
  const detail = `the store fails to answer ${products} ${neighbours}, and no id was found: ${problem.detail}`;
  return { cause: 'product_unreadable', detail };
}
