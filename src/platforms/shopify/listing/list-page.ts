import { z } from 'zod';
import type { StoreProblem } from '../../problem';
import type { ListedPage, ListingRequest } from '../../store-platform';
import { mapProducts } from '../mapping/map-product';
import { productsPage } from '../queries/products';
import { type AdminApi, startTask, type Task } from '../requests/admin-api';
import { askSmaller } from '../requests/ask-smaller';
import { readScopes } from '../requests/read-scopes';
import { LEFT_BY_LISTINGS } from '../requests/throttle';
import { announcedVariants, completeProduct } from './complete-product';
import { firstPage, nextPage, type PageCursor, readCursor, recall } from './page-cursor';

/** Keeps a page of big products to some 10 MB; the rest of it is the next page. */
const MOST_VARIANTS_A_PAGE = 5_000;

const ProductsAnswer = z.object({
  products: z.object({
    edges: z.array(z.object({ cursor: z.string(), node: z.unknown() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

type Edge = z.infer<typeof ProductsAnswer>['products']['edges'][number];

/**
 * One page of the listing by id. Its products are completed before the next page is asked for: the bucket gives points
 * to one request after the other. Its cursor is ours: JSON, see `page-cursor.ts`.
 */
export async function listPage(api: AdminApi, request: ListingRequest): Promise<ListedPage | StoreProblem> {
  const task = startTask(request.signal, LEFT_BY_LISTINGS);
  const cursor = request.cursor === null ? await beginning(api, task) : readCursor(request.cursor);
  if ('kind' in cursor) return cursor;
  recall(api.learned, cursor);

  const { answer, size } = await askSmaller(cursor.size, (count) =>
    api.ask(
      {
        document: productsPage,
        variables: { first: count, after: cursor.after },
        size: { of: 'product', count },
        shape: ProductsAnswer,
      },
      task,
    ),
  );
  if (answer.kind !== 'data') return answer;

  const { edges, pageInfo } = answer.data.products;
  const listed = notTooMany(edges);
  const whole = await completeEdges(listed, api, task);
  if (!Array.isArray(whole)) return whole;

  const usedUp = whole.length === edges.length;
  const after = usedUp ? pageInfo.endCursor : (edges[whole.length - 1]?.cursor ?? null);
  const ended = usedUp && !pageInfo.hasNextPage;
  if (!ended && (after === null || after === cursor.after)) return noWayOn(cursor);

  const next = usedUp ? size : Math.min(size, whole.length);
  const nextCursor =
    ended || after === null ? null : JSON.stringify(nextPage(after, next, api.fitting('product', task), api.learned));
  const { requests, throttledMs } = task;
  return {
    kind: 'listed',
    nextCursor,
    products: async ({ currency }) => ({
      kind: 'page',
      ...mapProducts(whole, currency),
      nextCursor,
      requests,
      throttledMs,
    }),
  };
}

/**
 * The scopes first: a listing that is not allowed says so better than by its errors, and the bucket's state is known.
 * A shop that was just described has told both.
 */
async function beginning(api: AdminApi, task: Task): Promise<PageCursor | StoreProblem> {
  if (api.learned.bucket !== null) return firstPage(api.learned);
  const scopes = await readScopes(api, task);
  return Array.isArray(scopes) ? firstPage(api.learned) : scopes;
}

function notTooMany(edges: readonly Edge[]): readonly Edge[] {
  let variants = 0;
  const end = edges.findIndex(({ node }, at) => {
    variants += announcedVariants(node);
    return at > 0 && variants > MOST_VARIANTS_A_PAGE;
  });
  return end === -1 ? edges : edges.slice(0, end);
}

/** The products up to the first that cannot be completed now; only when it is the very first is that a problem. */
async function completeEdges(edges: readonly Edge[], api: AdminApi, task: Task): Promise<unknown[] | StoreProblem> {
  const whole: unknown[] = [];
  for (const { node } of edges) {
    task.holdsHalfAnAnswer = whole.length === 0;
    const product = await completeProduct(node, api, task);
    if (product.kind === 'complete') whole.push(product.raw);
    else if (whole.length > 0) break;
    else return product;
  }
  return whole;
}

function noWayOn({ after }: PageCursor): StoreProblem {
  const where = after === null ? 'the first page' : `the page after ${after}`;
  const detail = `the listing says that it goes on after ${where}, but not where; sync again later`;
  return { kind: 'unreadable', status: 200, detail };
}
