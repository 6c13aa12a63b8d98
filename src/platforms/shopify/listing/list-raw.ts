import { z } from 'zod';
import type { UnreadableProduct } from '../../../model/rejection';
import type { StoreProblem } from '../../problem';
import { numericId } from '../mapping/raw-product';
import { MOST_FAILED, storeError } from '../mapping/store-error';
import type { FieldSet } from '../queries/product-fields';
import { type AdminApi, type Listed, startTask, type Task } from '../requests/admin-api';
import { readScopes } from '../requests/read-scopes';
import { LEFT_BY_LISTINGS } from '../requests/throttle';
import { announcedVariants, type completeProduct } from './complete-product';
import { type Edge, listEdges } from './list-edges';
import { firstPage, nextPage, type PageCursor, type Progress, readCursor, recall } from './page-cursor';

/** Keeps a page of big products to some 10 MB; the rest of it is the next page. */
const MOST_VARIANTS_A_PAGE = 5_000;

/** Pages without a new product, however their cursors differ. */
const MOST_IDLE = 10;

/** How much is read of each product. */
export interface Extent {
  /** By which its cost is learned. */
  of: Listed;
  page: (fields: FieldSet) => string;
  /** Reads what did not fit into the page. */
  complete: typeof completeProduct;
}

interface RawRequest {
  /** See `page-cursor.ts`. */
  cursor: string | null;
  /** Only what this finds; null for all. */
  search: string | null;
  signal: AbortSignal;
}

interface RawPage {
  kind: 'raw';
  raw: unknown[];
  /** Products that Shopify fails to answer, on the last try. */
  aside: UnreadableProduct[];
  nextCursor: string | null;
  requests: number;
  throttledMs: number;
}

/**
 * One page of the listing by id. Its products are completed before the next page is asked for: the bucket gives points
 * to one request after the other. Its cursor is ours: JSON, see `page-cursor.ts`.
 */
export async function listRaw(
  api: AdminApi,
  { cursor: text, search, signal }: RawRequest,
  extent: Extent,
): Promise<RawPage | StoreProblem> {
  const { of, page } = extent;
  const task = startTask(signal, LEFT_BY_LISTINGS);
  const cursor = text === null ? await beginning(api, task, of) : readCursor(text);
  if ('kind' in cursor) return cursor;
  recall(api.learned, cursor, of);

  const listed = await listEdges(api, { ...cursor, search, of, page }, task);
  if (listed.kind !== 'edges') return listed;
  const { edges, pageInfo, size } = listed;
  const read =
    listed.aside === null ? await completeEdges(notTooMany(edges), api, task, extent) : justAside(listed.aside);
  if (read.kind !== 'read') return read;

  const usedUp = read.edges === edges.length;
  const after = usedUp ? pageInfo.endCursor : (edges[read.edges - 1]?.cursor ?? null);
  const ended = usedUp && !pageInfo.hasNextPage;
  const progress = progressOf(cursor, edges.slice(0, read.edges), read);
  if (progress.failed > MOST_FAILED && listed.aside !== null) return tooMany(listed.aside, progress.failed);
  if (!ended && (after === null || after === cursor.after || progress.idle > MOST_IDLE)) return noWayOn(cursor);

  const next = usedUp ? size : Math.min(size, read.edges);
  const nextCursor =
    ended || after === null
      ? null
      : JSON.stringify({
          ...nextPage(after, { size: next, fitting: api.fitting(of, task) }, api.learned, of),
          ...progress,
        });
  const { requests, throttledMs } = task;
  return { kind: 'raw', raw: read.raw, aside: read.aside, nextCursor, requests, throttledMs };
}

/**
 * The scopes first: a listing that is not allowed says so better than by its errors, and the bucket's state is known.
 * A shop that was just described has told both.
 */
async function beginning(api: AdminApi, task: Task, of: Listed): Promise<PageCursor | StoreProblem> {
  if (api.learned.bucket !== null) return firstPage(api.learned, of);
  const scopes = await readScopes(api, task);
  return Array.isArray(scopes) ? firstPage(api.learned, of) : scopes;
}

function notTooMany(edges: readonly Edge[]): readonly Edge[] {
  let variants = 0;
  const end = edges.findIndex(({ node }, at) => {
    variants += announcedVariants(node);
    return at > 0 && variants > MOST_VARIANTS_A_PAGE;
  });
  return end === -1 ? edges : edges.slice(0, end);
}

interface ReadEdges {
  kind: 'read';
  /** Edges that are used up. */
  edges: number;
  raw: unknown[];
  /** Products that Shopify fails to answer, on the last try. */
  aside: UnreadableProduct[];
}

function justAside(product: UnreadableProduct): ReadEdges {
  return { kind: 'read', edges: 1, raw: [], aside: [product] };
}

/** The products up to the first that cannot be completed now; only when it is the very first is that a problem. */
async function completeEdges(
  edges: readonly Edge[],
  api: AdminApi,
  task: Task,
  { complete }: Extent,
): Promise<ReadEdges | StoreProblem> {
  const read: ReadEdges = { kind: 'read', edges: 0, raw: [], aside: [] };
  for (const { node } of edges) {
    task.holdsHalfAnAnswer = read.edges === 0;
    const product = await complete(node, api, task);
    if (product.kind === 'complete') read.raw.push(product.raw);
    else if (product.kind === 'failed' && api.isLastTry) read.aside.push(storeError(node, product.problem));
    else if (read.edges > 0) break;
    else return product.kind === 'failed' ? product.problem : product;
    read.edges++;
  }
  return read;
}

const WithId = z.object({ id: z.string() }).transform(({ id }) => numericId(id));

/** Ids rise: a page whose ids are all known shows nothing new. */
function progressOf({ last, idle, failed }: PageCursor, edges: readonly Edge[], { raw, aside }: ReadEdges): Progress {
  const ids = edges.flatMap(({ node }) => WithId.safeParse(node).data ?? []);
  const greatest = [last, ...ids].reduce((a, b) => (a !== null && b !== null && !isGreater(b, a) ? a : b), null);
  return {
    last: greatest,
    idle: greatest === last ? idle + 1 : 0,
    failed: raw.length > 0 ? 0 : failed + aside.length,
  };
}

function isGreater(id: string, than: string): boolean {
  return id.length > than.length || (id.length === than.length && id > than);
}

function tooMany({ message }: UnreadableProduct, failed: number): StoreProblem {
  const detail = `Shopify failed to answer ${failed} products one after the other: ${message}`;
  return { kind: 'unavailable', status: 200, detail };
}

function noWayOn({ after, idle }: PageCursor): StoreProblem {
  const where = after === null ? 'the first page' : `the page after ${after}`;
  const what = idle < MOST_IDLE ? 'but not where' : `and showed no new product in ${MOST_IDLE} pages`;
  const detail = `the listing says that it goes on after ${where}, ${what}; sync again later`;
  return { kind: 'unreadable', status: 200, detail };
}
