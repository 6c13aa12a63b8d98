import type { Stretch } from '../../../model/listing';
import { BODY_LIMITS } from '../../http/send-to-store';
import type { WooClient } from './client';
import { mayBeOfOneProduct } from './woo-error';

export const PRODUCTS = 'wc/v3/products';

/** All states but the bin: drafts are in the catalogue, inactive. `orderby=id` alone has no ties (9.9 loses by date). */
export const LISTING = { status: 'any', orderby: 'id', order: 'asc' } as const;

/** Which products, and in which order. */
export type ListingQuery = Readonly<Record<string, string>>;

/** One row of a listing, with the same filter: its total is what a walk over it must see. */
const SMALLEST = { per_page: '1', _fields: 'id' } as const;

export const smallestOf = (listing: ListingQuery) => ({ ...listing, ...SMALLEST });

/**
 * What changed in a stretch. Both dates are exclusive and without `Z`: with it WooCommerce turns the time into the site's
 * own, and compares that with the column of UTC.
 */
export function changedIn({ since, until }: Stretch): ListingQuery {
  const [after, before] = [since, until].map((time) =>
    new Date(time).toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length),
  );
  return { ...LISTING, modified_after: after ?? '', modified_before: before ?? '', dates_are_gmt: 'true' };
}

/** What went to the bin in a stretch: WooCommerce dates a product anew when it does. */
export const binnedIn = (stretch: Stretch): ListingQuery => ({ ...changedIn(stretch), status: 'trash' });

/** The smallest part of the listing: its first row, or its last where PHP dies of the first. */
export async function smallestListing(client: WooClient, signal: AbortSignal): ReturnType<WooClient['get']> {
  const first = await client.get(PRODUCTS, smallestOf(LISTING), signal, BODY_LIMITS.facts);
  if (first.kind === 'json') return first;
  if (!mayBeOfOneProduct(first.kind === 'woo_error' ? first.problem : first)) return first;
  const last = await client.get(PRODUCTS, { ...smallestOf(LISTING), order: 'desc' }, signal, BODY_LIMITS.facts);
  return last.kind === 'json' ? last : first;
}
