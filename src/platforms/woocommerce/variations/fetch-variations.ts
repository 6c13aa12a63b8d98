import { isProblem, type StoreProblem } from '../../problem';
import { noRows, parentIdOf, type RawRow, readRows } from '../mapping/raw-product';
import type { RowFields } from '../mapping/row-fields';
import type { WooClient } from '../requests/client';
import { twoAtATime } from '../requests/two-at-a-time';
import { asProblem } from '../requests/woo-error';
import { groupParents } from './group-parents';

/** A product and the ids of variations that it says it has. */
export interface Parent {
  id: string;
  variationIds: readonly string[];
}

export interface FetchedVariations {
  kind: 'variations';
  /** By the product's id, then by the variation's. */
  byParent: ReadonlyMap<string, ReadonlyMap<string, RawRow>>;
}

export interface VariationRequest {
  client: WooClient;
  /** Whether the store has `/wc/v3/variations` (10.3 and later), which takes many parents in one request. */
  collection: boolean;
  fields: RowFields;
  size: number;
  signal: AbortSignal;
}

/** All variations of these products: also those that a parent's list, which WooCommerce caches, does not name yet. */
export function fetchVariations(parents: readonly Parent[], request: VariationRequest) {
  const listings: VariationsListing[] = request.collection
    ? groupParents(parents, request.size).map((some) => ({
        path: COLLECTION,
        filter: { parent: some.map(({ id }) => id).join(',') },
        expected: countOf(some),
      }))
    : parents.map((parent) => ({ path: pathOf(parent), filter: {}, parent, expected: countOf([parent]) }));
  return fetchListings(listings, parents, request);
}

/** Just the named variations: asks again for those that a listing, which moves while it is paged, did not carry. */
export function fetchNamedVariations(parents: readonly Parent[], request: VariationRequest) {
  const listings: VariationsListing[] = parents.flatMap((parent) =>
    chunked(parent.variationIds, request.size).map((ids) => ({
      path: request.collection ? COLLECTION : pathOf(parent),
      filter: { include: ids.join(',') },
      ids: new Set(ids),
      parent,
      expected: ids.length,
    })),
  );
  return fetchListings(listings, parents, request);
}

interface VariationsListing {
  path: string;
  filter: Record<string, string>;
  /** Just these; absent: all that are there. */
  ids?: ReadonlySet<string>;
  /** Of all its rows; without one, each row names its own. */
  parent?: Parent;
  expected: number;
}

const COLLECTION = 'wc/v3/variations';

/** A listing may show more than its parents name, as variations are added meanwhile. One with so many more has no end. */
const MORE_THAN_NAMED = { times: 2, more: 10_000 } as const;

async function fetchListings(
  listings: readonly VariationsListing[],
  parents: readonly Parent[],
  request: VariationRequest,
): Promise<FetchedVariations | StoreProblem> {
  const byParent = new Map(parents.map(({ id }) => [id, new Map<string, RawRow>()]));
  const read = await twoAtATime(listings, (listing) => drainListing(listing, byParent, request));
  return isProblem(read) ? read : { kind: 'variations', byParent };
}

/**
 * Page after page, two at a time, to the greater of what the store and the parents say. A total may be anything: pages
 * that show nothing new are the end, and who counts finds what did not come.
 */
async function drainListing(
  listing: VariationsListing,
  byParent: ReadonlyMap<string, Map<string, RawRow>>,
  request: VariationRequest,
): Promise<{ kind: 'drained' } | StoreProblem> {
  const seen = new Set<string>();
  let last = 1;
  for (let page = 1; page <= last; ) {
    const pages = page === 1 ? [1] : [page, page + 1].filter((each) => each <= last);
    const fetched = await twoAtATime(pages, (each) => fetchListingPage({ listing, page: each }, request));
    if (isProblem(fetched)) return fetched;
    const before = seen.size;
    for (const row of fetched.results.flatMap(({ rows }) => rows)) {
      seen.add(row.id);
      // Another's than those that were asked for is not taken.
      if (listing.ids?.has(row.id) === false) continue;
      const family = byParent.get(listing.parent?.id ?? parentIdOf(row.raw) ?? '');
      if (family === undefined) return ignoresParents(listing, row);
      family.set(row.id, row);
    }
    const total = Math.max(listing.expected, ...fetched.results.map((result) => result.total));
    const isEndless = seen.size > listing.expected * MORE_THAN_NAMED.times + MORE_THAN_NAMED.more;
    last = seen.size === before || isEndless ? page : Math.ceil(total / request.size);
    page += pages.length;
  }
  return { kind: 'drained' };
}

/** Whoever asks for many products' variations goes on product by product then, as with a WooCommerce without the list. */
function ignoresParents({ path }: VariationsListing, { id }: RawRow): StoreProblem {
  const detail = `${path} ignores the parameter parent: it answers variation ${id} of a product that was not asked for`;
  return { kind: 'not_supported', detail };
}

/** A missing parent and one without variations both answer `200 []`: an empty page is no evidence of anything. */
async function fetchListingPage(
  { listing, page }: { listing: VariationsListing; page: number },
  request: VariationRequest,
) {
  const { client, fields, size, signal } = request;
  const params = {
    ...listing.filter,
    orderby: 'id',
    order: 'asc',
    per_page: String(size),
    page: String(page),
    _fields: fields.variation,
  };
  const answer = asProblem(await client.get(listing.path, params, signal));
  if (answer.kind !== 'json') return answer;
  const rows = readRows(answer.value);
  if (rows === null) return answer.unreadable(noRows(answer.value, 'variations'));
  return { kind: 'rows' as const, listing, rows, total: answer.total ?? 0 };
}

function pathOf({ id }: Parent): string {
  return `wc/v3/products/${id}/variations`;
}

function countOf(parents: readonly Parent[]): number {
  return parents.reduce((sum, { variationIds }) => sum + variationIds.length, 0);
}

export function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
