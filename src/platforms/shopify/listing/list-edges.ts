import { z } from 'zod';
import type { UnreadableProduct } from '../../../model/rejection';
import type { StoreProblem } from '../../problem';
import { storeError } from '../mapping/store-error';
import type { FieldSet } from '../queries/product-fields';
import { productsOutline } from '../queries/products';
import type { AdminApi, Listed, Task } from '../requests/admin-api';
import { askSmaller } from '../requests/ask-smaller';
import { ShopCursor } from '../requests/shop-cursor';

const Products = z.object({
  products: z.object({
    edges: z.array(z.object({ cursor: ShopCursor, node: z.unknown() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: ShopCursor.nullable() }),
  }),
});

type Connection = z.infer<typeof Products>['products'];

export type Edge = Connection['edges'][number];

export interface ListedEdges extends Connection {
  kind: 'edges';
  size: number;
  /** The product that Shopify fails to answer: it alone is on this page. */
  aside: UnreadableProduct | null;
}

interface Place {
  /** Shopify's own cursor; null for the beginning. */
  after: string | null;
  size: number;
  /** Only what this finds; null for all. */
  search: string | null;
  of: Listed;
  page: (fields: FieldSet) => string;
}

/**
 * Products from a place on. When Shopify fails at one of them and names it, the last try reads those before it; where it
 * is the first it is passed over, and set aside (I7).
 */
export async function listEdges(api: AdminApi, place: Place, task: Task): Promise<ListedEdges | StoreProblem> {
  const { answer, size, failed } = await askSmaller(place.size, (count) =>
    api.ask(
      {
        document: place.page,
        variables: { first: count, after: place.after, search: place.search },
        size: { of: place.of, count },
        shape: Products,
      },
      task,
    ),
  );
  if (answer.kind === 'data') return { kind: 'edges', ...answer.data.products, size, aside: null };
  if (!api.isLastTry || failed === undefined) return answer;
  const before = Math.min(...failed);
  return before > 0 ? listEdges(api, { ...place, size: before }, task) : passOver(api, place, answer, task);
}

async function passOver(
  api: AdminApi,
  { after, size, search }: Place,
  problem: StoreProblem,
  task: Task,
): Promise<ListedEdges | StoreProblem> {
  const answer = await api.ask(
    { document: productsOutline, variables: { first: 1, after, search }, shape: Products },
    task,
  );
  if (answer.kind !== 'data') return problem;
  const { edges, pageInfo } = answer.data.products;
  const [edge] = edges;
  if (edge === undefined) return problem;
  return { kind: 'edges', edges, pageInfo, size, aside: storeError(edge.node, problem) };
}
