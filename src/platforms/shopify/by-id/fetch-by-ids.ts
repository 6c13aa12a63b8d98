import { z } from 'zod';
import type { StoreProblem } from '../../problem';
import type { FetchedProducts, IdsRequest } from '../../store-platform';
import { completeProduct } from '../listing/complete-product';
import { mapProducts } from '../mapping/map-product';
import { productsByIds } from '../queries/products';
import { type AdminApi, startTask, type Task } from '../requests/admin-api';
import { askSmaller } from '../requests/ask-smaller';

/** A refresh wants few products soon; more at once fit once their cost is known. */
const IDS_A_REQUEST = 100;

const Products = z.object({ nodes: z.array(z.looseObject({}).nullable()) });

/** Whole products by their numeric ids; ids that the shop does not have are left out. */
export async function fetchByIds(api: AdminApi, request: IdsRequest): Promise<FetchedProducts | StoreProblem> {
  const task = startTask(request.signal);
  const raw = await readByIds(request.externalIds, api, task);
  if (!Array.isArray(raw)) return raw;
  const { requests, throttledMs } = task;
  return { kind: 'products', ...mapProducts(raw, request.currency), requests, throttledMs };
}

/** The whole raw products of these ids that exist, in pieces that their cost allows. */
export async function readByIds(
  externalIds: readonly string[],
  api: AdminApi,
  task: Task,
): Promise<unknown[] | StoreProblem> {
  const whole: unknown[] = [];
  let left = externalIds.filter(isShopifyId).map(productGid);

  for (let size = IDS_A_REQUEST; left.length > 0; ) {
    const piece = await askSmaller(Math.max(1, Math.min(size, left.length, api.fitting('product', task))), (count) =>
      api.ask(
        {
          document: productsByIds,
          variables: { ids: left.slice(0, count) },
          size: { of: 'product', count },
          shape: Products,
        },
        task,
      ),
    );
    if (piece.answer.kind !== 'data') return piece.answer;
    task.holdsHalfAnAnswer = true;

    for (const node of piece.answer.data.nodes) {
      // A node of another type has none of the fields.
      if (node === null || node.id === undefined) continue;
      const product = await completeProduct(node, api, task);
      if (product.kind !== 'complete') return product;
      whole.push(product.raw);
    }
    left = left.slice(piece.size);
    size = Math.max(size, piece.size);
  }
  return whole;
}

/** Anything else would fail the whole request as an invalid global id. */
export function isShopifyId(externalId: string): boolean {
  return /^\d{1,20}$/.test(externalId);
}

export function productGid(externalId: string): string {
  return `gid://shopify/Product/${externalId}`;
}
