import type { UnreadableProduct } from '../../../model/rejection';
import { Unmappable } from '../../mapping/unmappable';
import type { StoreProblem } from '../../problem';
import { idOf, type RawRow, stateOf } from '../mapping/raw-product';
import { WHOLE_ROWS } from '../mapping/row-fields';
import type { WooClient } from '../requests/client';
import { PRODUCTS } from '../requests/listing-request';
import { asProblem, mayBeOfOneProduct } from '../requests/woo-error';

export type ProductLook =
  | { kind: 'row'; row: RawRow }
  | { kind: 'broken'; rejected: UnreadableProduct }
  /** Or never there, or in the bin: no list shows it. */
  | { kind: 'gone' };

/** One product by its own address, of which a list failed: it may be answered there, or fail there as well. */
export async function lookAtProduct(
  id: string,
  client: WooClient,
  signal: AbortSignal,
): Promise<ProductLook | StoreProblem> {
  const answer = await client.get(`${PRODUCTS}/${id}`, { _fields: WHOLE_ROWS.product }, signal);
  if (answer.kind === 'json')
    return isListed(id, answer.value) ? { kind: 'row', row: { id, raw: answer.value } } : GONE;
  if (answer.kind === 'woo_error' && answer.status === 404) return GONE;
  const problem = asProblem(answer);
  const isProducts = mayBeOfOneProduct(problem) || problem.kind === 'not_found';
  return isProducts ? { kind: 'broken', rejected: rejectedBy(id, problem) } : problem;
}

const GONE = { kind: 'gone' } as const;

/** A binned product is still answered by its id, and so is a variation. */
function isListed(id: string, raw: unknown): boolean {
  const { status, type } = stateOf(raw);
  return idOf(raw) === id && status !== 'trash' && type !== 'variation';
}

/** Set aside with the store's words (I7): they are all that it answers. */
function rejectedBy(id: string, problem: StoreProblem): UnreadableProduct {
  return new Unmappable('store_error', 'id', problem.detail).toRejection({
    external_id: id,
    title: null,
    payload: `{"id":${id}}`,
  });
}
