import type { LeanProduct } from '../../../model/freshness/lean-product';
import { isProblem, type StoreProblem } from '../../problem';
import type { LeanPage, LeanRequest } from '../../store-platform';
import { readLean } from '../mapping/read-lean';
import { LISTING } from '../requests/listing-request';
import { completeRows, type WooStore } from '../variations/complete-products';
import { listRows, type WooListing } from './list-rows';

/** One page of a store that is read with the group's fields alone, with the variations of its products. */
export async function listLeanPage(
  store: WooStore,
  listing: WooListing,
  { cursor, mode, currency, signal }: LeanRequest,
): Promise<LeanPage | StoreProblem> {
  const listed = await listRows(store, listing, { cursor, query: LISTING, signal });
  if (isProblem(listed)) return listed;
  const { fresh, aside, gaps, nextCursor, client, size } = listed;
  const complete = await completeRows(fresh, { ...store, client, size, currency, signal });
  if (isProblem(complete)) return complete;

  const products: LeanProduct[] = [];
  const unclear = [...aside, ...complete.rejected].map((product) => product.external_id);
  for (const row of complete.rows) {
    const lean = readLean(row, { mode, currency });
    if (lean === null) unclear.push(row.id);
    else products.push(lean);
  }
  const { requests } = client;
  return { kind: 'lean_page', products, unclear, nextCursor: nextCursor(), requests, throttledMs: 0, gaps };
}
