import type { UnreadableProduct } from '../../../model/rejection';
import { isProblem, type StoreProblem } from '../../problem';
import type { FetchedProducts, IdsRequest } from '../../store-platform';
import { lookAtProduct } from '../broken/look-at-product';
import { pageSize } from '../listing/page-size';
import type { RawRow } from '../mapping/raw-product';
import { counting } from '../requests/client';
import { completeProducts, type Reading, type WooStore } from '../variations/complete-products';
import { listByIds } from './list-by-ids';

/** `per_page` takes no more, and the list of ids stands in the address. */
export const IDS_AT_ONCE = 100;

/** Whole products by id; unknown and binned ones are left out without a word. */
export async function fetchByIds(
  store: WooStore,
  { externalIds, currency, signal }: IdsRequest,
): Promise<FetchedProducts | StoreProblem> {
  const client = counting(store.client);
  const reading: Reading = { ...store, client, size: pageSize(), currency, signal };
  const listed = await listByIds(externalIds, reading);
  if (isProblem(listed)) return listed;
  const looked = await lookAtEach(listed.untold, reading);
  if (isProblem(looked)) return looked;

  const whole = await completeProducts([...listed.rows, ...looked.rows], reading);
  if (isProblem(whole)) return whole;
  const { products, rejected } = whole;
  return {
    kind: 'products',
    products,
    rejected: [...looked.rejected, ...rejected],
    requests: client.requests,
    throttledMs: 0,
  };
}

interface Looked {
  kind: 'looked';
  rows: RawRow[];
  /** That the store fails to answer. */
  rejected: UnreadableProduct[];
}

async function lookAtEach(ids: readonly string[], { client, signal }: Reading): Promise<Looked | StoreProblem> {
  const looked: Looked = { kind: 'looked', rows: [], rejected: [] };
  for (const id of ids) {
    const look = await lookAtProduct(id, client, signal);
    if (isProblem(look)) return look;
    if (look.kind === 'row') looked.rows.push(look.row);
    else if (look.kind === 'broken') looked.rejected.push(look.rejected);
  }
  return looked;
}
