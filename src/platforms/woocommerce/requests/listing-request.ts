import { BODY_LIMITS } from '../../http/send-to-store';
import type { WooClient } from './client';
import { mayBeOfOneProduct } from './woo-error';

export const PRODUCTS = 'wc/v3/products';

/** All states but the bin: drafts are in the catalogue, inactive. `orderby=id` alone has no ties (9.9 loses by date). */
export const LISTING = { status: 'any', orderby: 'id', order: 'asc' } as const;

/** One row of the listing that the walk reads, with the same filter: its total is what the walk must see. */
export const SMALLEST_LISTING = { ...LISTING, per_page: '1', _fields: 'id' } as const;

/** The smallest part of the listing: its first row, or its last where PHP dies of the first. */
export async function smallestListing(client: WooClient, signal: AbortSignal): ReturnType<WooClient['get']> {
  const first = await client.get(PRODUCTS, SMALLEST_LISTING, signal, BODY_LIMITS.facts);
  if (first.kind === 'json') return first;
  if (!mayBeOfOneProduct(first.kind === 'woo_error' ? first.problem : first)) return first;
  const last = await client.get(PRODUCTS, { ...SMALLEST_LISTING, order: 'desc' }, signal, BODY_LIMITS.facts);
  return last.kind === 'json' ? last : first;
}
