import type { ListingEnd } from '../model/listing';
import type { LastStatus } from '../model/run';
import type { RunDoubts } from './run-problems';

/**
 * The honest last status of a run whose listing was read to its end (I2): `completed` only if it was whole and all of
 * it merged, nothing is in doubt and no operator kept a product that the store no longer has. After an empty listing
 * also every product that was asked for has to be gone.
 */
export function outcomeOf({ rejected, unclear, held, kept, alive }: RunDoubts, listing: ListingEnd): LastStatus {
  const isInDoubt = rejected + unclear + held + kept + (listing.unread ?? 0) > 0 || (listing.empty && alive > 0);
  return listing.whole && !isInDoubt ? 'completed' : 'completed_with_errors';
}
