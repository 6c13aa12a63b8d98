import type { FoundMissing } from '../../activities/find-missing';
import type { ListingEnd } from '../../model/listing';
import type { RunReference } from '../../model/run-reference';
import { catalog, store } from '../activities';
import { named } from '../named';
import type { Controls } from './controls';
import type { RunState } from './run-state';
import { waitAsAsked } from './wait-as-asked';

/** `held`: the brake keeps the confirmed ones for somebody's decision. */
export type SettledMissing = ListingEnd & { held: boolean };

/**
 * What no page carried: suspects are noted, the store is asked about each, and only what it says is gone is switched
 * off (I1). Nothing is looked for when the listing was not whole.
 */
export async function settleMissing(run: RunReference, state: RunState, control: Controls): Promise<SettledMissing> {
  control.show('confirming');
  const { gaps = [] } = state.listing ?? {};
  let found = await findSuspects(run, state);
  while (found.kind === 'wait') {
    await waitAsAsked(run, state, control, found);
    found = await findSuspects(run, state);
  }
  const { whole, empty } = found;
  if (found.missing === 0) return { whole, empty, gaps, held: false };
  const currency = state.listing?.currency ?? '';
  const { held } = await confirmAndDeactivate(run, state, control, { currency, emptyListing: empty, approved: false });
  return { whole, empty, gaps, held };
}

/** A full run suspects what no page carried; a listing of what changed can only show what the store tells of. */
function findSuspects(run: RunReference, { listing, seen }: RunState): Promise<FoundMissing> {
  const { announced = 0, announcedAtEnd = null, gaps = [] } = listing ?? {};
  const summary = `${seen} of ${announced} announced products came`;
  return run.mode === 'incremental'
    ? named(summary, store.findGone)({ run, listing })
    : named(summary, store.findMissing)({ run, announced, announcedAtEnd, gaps });
}

/** Asks about all suspects, then switches off the confirmed; asks again when evidence grew old on the way. */
export async function confirmAndDeactivate(
  run: RunReference,
  state: RunState,
  control: Controls | null,
  { currency, emptyListing, approved }: { currency: string; emptyListing: boolean; approved: boolean },
): Promise<{ held: boolean }> {
  for (;;) {
    await control?.whilePaused(run);
    control?.show('confirming');
    const asked = await named('the store is asked about each', store.confirmMissing)({ run, currency });
    if (asked.kind === 'wait') {
      await waitAsAsked(run, state, control, asked);
      continue;
    }
    control?.show('deactivating');
    const deactivate = named(approved ? 'as approved' : 'what the store said is gone', catalog.deactivateMissing);
    const done = await deactivate({ run, emptyListing, approved });
    if (done.kind === 'held') return { held: true };
    if (done.stale === 0) return { held: false };
  }
}
