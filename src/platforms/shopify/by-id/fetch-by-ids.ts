import { z } from 'zod';
import type { UnreadableProduct } from '../../../model/rejection';
import type { StoreProblem } from '../../problem';
import type { FetchedProducts, IdsRequest } from '../../store-platform';
import { completeProduct } from '../listing/complete-product';
import { mapProducts } from '../mapping/map-product';
import { isShopifyId } from '../mapping/raw-product';
import { MOST_FAILED, storeError } from '../mapping/store-error';
import { productsByIds } from '../queries/products';
import { type AdminApi, startTask, type Task } from '../requests/admin-api';
import { askSmaller } from '../requests/ask-smaller';

/** A refresh wants few products soon; more at once fit once their cost is known. */
const IDS_A_REQUEST = 100;

const Products = z.object({ nodes: z.array(z.looseObject({}).nullable()) });

/** Whole products by their numeric ids; ids that the shop does not have are left out. */
export async function fetchByIds(api: AdminApi, request: IdsRequest): Promise<FetchedProducts | StoreProblem> {
  const task = startTask(request.signal);
  const read = await readByIds(request.externalIds, api, task);
  if (read.kind !== 'read') return read;
  const { products, rejected } = mapProducts(read.raw, request.currency);
  const { requests, throttledMs } = task;
  return { kind: 'products', products, rejected: [...read.aside, ...rejected], requests, throttledMs };
}

export interface ReadByIds {
  kind: 'read';
  raw: unknown[];
  /** Those that Shopify fails to answer, on the last try. */
  aside: UnreadableProduct[];
}

/** The whole raw products of these ids that exist, in pieces that their cost allows. */
export async function readByIds(
  externalIds: readonly string[],
  api: AdminApi,
  task: Task,
): Promise<ReadByIds | StoreProblem> {
  const read: ReadByIds = { kind: 'read', raw: [], aside: [] };
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
    if (piece.answer.kind !== 'data') {
      const failed = new Set(piece.failed?.map((place) => left[place]));
      if (!api.isLastTry || failed.size === 0 || read.aside.length + failed.size > MOST_FAILED) return piece.answer;
      for (const id of failed) read.aside.push(storeError({ id }, piece.answer));
      left = left.filter((id) => !failed.has(id));
      continue;
    }
    task.holdsHalfAnAnswer = true;

    for (const node of piece.answer.data.nodes) {
      // A node of another type has none of the fields.
      if (node === null || node.id === undefined) continue;
      const product = await completeProduct(node, api, task);
      if (product.kind === 'complete') read.raw.push(product.raw);
      else if (product.kind !== 'failed') return product;
      else if (!api.isLastTry || read.aside.length === MOST_FAILED) return product.problem;
      else read.aside.push(storeError(node, product.problem));
    }
    left = left.slice(piece.size);
    size = Math.max(size, piece.size);
  }
  return read;
}

export function productGid(externalId: string): string {
  return `gid://shopify/Product/${externalId}`;
}
