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
  total: number | null;
  size: number;
}

interface Place {
  offset: number;
  size: number;
}

/** A page of which the places in front of `newFrom` are repeated: the page before has told of them. */
export interface RepeatingPlace extends Place {
  newFrom: number;
}

/**
 * The page without the products that the store fails to answer, whatever the size of the page (I7). They are found by
 * halving it, and their ids between their neighbours. When nothing of the page is answered the fault is the store's, and
 * a problem.
 */
export async function readAround(
  { offset, size, newFrom }: RepeatingPlace,
  ask: (place: Place) => Promise<ListedPart | StoreProblem>,
  client: WooClient,
  signal: AbortSignal,
): Promise<ListedPart | StoreProblem> {
  const places = Array.from({ length: size }, (_, index) => offset + index);
  const read = await inHalves(places, ([first = offset, ...more]) => ask({ offset: first, size: more.length + 1 }));
  if (isProblem(read)) return read;
  const found = inOrder(read.parts);
  const [broken] = found.filter(isBroken);
  if (broken !== undefined && found.every(isBroken)) return broken.problem;

  const page: ListedPart = {
    kind: 'part',
    ids: [],
    rows: [],
    total: totalOf(read.parts),
    size,
    rejected: [],
    gaps: [],
  };
  for (const each of found) {
    const problem = isBroken(each) ? await addBroken(page, newPart(each, newFrom), client, signal) : addRow(page, each);
    if (problem !== null) return problem;
  }
  return page;
}

function addRow(page: ListedPart, row: RawRow): null {
  page.ids.push(row.id);
  page.rows.push(row);
  return null;
}

function newPart(broken: Broken, newFrom: number): Broken {
  return { ...broken, offsets: broken.offsets.filter((offset) => offset >= newFrom) };
}

/** Asked for by its own address, a product may be answered after all. */
async function addBroken(
  page: ListedPart,
  broken: Broken,
  client: WooClient,
  signal: AbortSignal,
): Promise<StoreProblem | null> {
  const ids = await nameBroken(broken, client, signal);
  if (!Array.isArray(ids)) return ids;
  for (const id of ids) {
    const look = await lookAtProduct(id, client, signal);
    if (isProblem(look)) return look;
    if (look.kind === 'row') addRow(page, look.row);
    else if (look.kind === 'broken') {
      page.ids.push(id);
      page.rejected.push(look.rejected);
    }
  }
  const unnamed = broken.offsets.length - ids.length;
  if (unnamed > 0) page.gaps.push(gapOf(broken, unnamed));
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

function gapOf({ before, after, problem }: Broken, count: number): ListingGap {
  const neighbours = `between ${before ?? 'the beginning of the page'} and ${after ?? 'its end'}`;
  const products = count === 1 ? 'a product' : `${count} products`;
  const detail = `the store fails to answer ${products} ${neighbours}, and no id was found: ${problem.detail}`;
  return { cause: 'product_unreadable', detail };
}
