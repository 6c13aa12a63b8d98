import { z } from 'zod';
import { MOST_OF_A_PRODUCT } from '../../mapping/storable-product';
import type { StoreProblem } from '../../problem';
import type { FieldSet } from '../queries/product-fields';
import type { AdminApi, Listed, Task } from '../requests/admin-api';
import { askSmaller } from '../requests/ask-smaller';
import { ShopCursor } from '../requests/shop-cursor';

export const Nodes = z.object({
  nodes: z.array(z.unknown()),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: ShopCursor.nullish() }),
});

/** More than a product may have of anything: what is read no further is set aside, for what it has already. */
const MOST_NODES = Math.max(...Object.values(MOST_OF_A_PRODUCT));

/** One connection of one product, by a document of its own. */
export interface Drain<Piece> {
  id: string;
  of: Listed;
  document: (fields: FieldSet) => string;
  /** Of the product in the answer. */
  shape: z.ZodType<Piece>;
  atOnce: number;
  /** Shopify's cursor; null for the beginning. */
  after: string | null;
}

/** `last` is the last piece, for what stands beside the nodes; null when the product vanished meanwhile. */
export interface Drained<Piece> {
  kind: 'drained';
  nodes: unknown[];
  last: Piece | null;
}

/** Shopify failed at this product, and said so: the fault may be the product's. */
export interface FailedProduct {
  kind: 'failed';
  problem: StoreProblem;
}

/** Everything behind `after`, in pieces that their cost allows. */
export async function drainConnection<Piece extends z.infer<typeof Nodes>>(
  { id, of, document, shape, atOnce, after }: Drain<Piece>,
  api: AdminApi,
  task: Task,
): Promise<Drained<Piece> | FailedProduct | StoreProblem> {
  const nodes: unknown[] = [];
  const seen = new Set<unknown>();
  const data = z.object({ product: shape.nullable() });
  let size = Math.max(1, Math.min(atOnce, api.fitting(of, task)));

  for (let cursor = after; ; ) {
    const {
      answer,
      size: used,
      failed,
    } = await askSmaller(size, (count) =>
      api.ask({ document, variables: { id, first: count, after: cursor }, size: { of, count }, shape: data }, task),
    );
    if (answer.kind !== 'data') return failed === undefined ? answer : { kind: 'failed', problem: answer };
    const { product: piece } = answer.data;
    if (piece === null) return { kind: 'drained', nodes, last: null };

    const fresh = piece.nodes.filter((node) => !seen.has(idOf(node)));
    for (const node of fresh) seen.add(idOf(node));
    nodes.push(...fresh);
    const { hasNextPage, endCursor } = piece.pageInfo;
    // One that goes on without saying where, or without anything new, has no end: who counts finds that it is not whole.
    const leadsOn = hasNextPage && endCursor && endCursor !== cursor && fresh.length > 0;
    if (!leadsOn || nodes.length > MOST_NODES) return { kind: 'drained', nodes, last: piece };
    cursor = endCursor;
    size = used;
  }
}

function idOf(node: unknown): unknown {
  return typeof node === 'object' && node !== null && 'id' in node ? node.id : node;
}
