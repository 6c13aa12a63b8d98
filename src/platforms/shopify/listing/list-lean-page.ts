import type { LeanMode } from '../../../model/freshness/lean-product';
import type { ListingGap } from '../../../model/listing';
import type { StoreProblem } from '../../problem';
import type { LeanPage, LeanRequest } from '../../store-platform';
import { mapLean } from '../mapping/map-lean';
import { isShopifyId } from '../mapping/raw-product';
import { leanPage } from '../queries/lean';
import type { AdminApi } from '../requests/admin-api';
import { completeLean } from './complete-product';
import { type Extent, listRaw } from './list-raw';

/** A page of the listing with one group of fields: of each product all variants, as a page of whole products has them. */
export async function listLeanPage(
  api: AdminApi,
  { mode, currency, cursor, signal }: LeanRequest,
): Promise<LeanPage | StoreProblem> {
  const listed = await listRaw(api, { cursor, search: null, signal }, EXTENTS[mode]);
  if (listed.kind !== 'raw') return listed;
  const { raw, aside, nextCursor, requests, throttledMs } = listed;
  const { products, unclear } = mapLean(raw, { mode, currency });
  const failed = aside.map((product) => product.external_id).filter(isShopifyId);
  const untold = raw.length + aside.length - products.length - unclear.length - failed.length;
  return {
    kind: 'lean_page',
    products,
    unclear: [...unclear, ...failed],
    nextCursor,
    requests,
    throttledMs,
    gaps: untold > 0 ? [gapOf(untold)] : [],
  };
}

const EXTENTS: Record<LeanMode, Extent> = { inventory: leanExtent('inventory'), prices: leanExtent('prices') };

function leanExtent(mode: LeanMode): Extent {
  return { of: 'lean_product', page: leanPage(mode), complete: completeLean(mode) };
}

function gapOf(products: number): ListingGap {
  const detail = `Shopify answered ${products} products of one page without an id`;
  return { cause: 'product_unreadable', detail };
}
