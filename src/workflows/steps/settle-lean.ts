import type { ListingEnd } from '../../model/listing';
import type { RunReference } from '../../model/run-reference';
import { store } from '../activities';
import { named } from '../named';
import type { Controls } from './controls';
import type { RunState } from './run-state';
import { waitAsAsked } from './wait-as-asked';

/** Behind the listing of one group of fields: was it whole? What it could not compare is read whole, by id. */
export async function settleLean(run: RunReference, state: RunState, control: Controls): Promise<ListingEnd> {
  control.show('confirming');
  const { listing, seen } = state;
  const { announced = 0, gaps = [], currency = '' } = listing ?? {};
  const summary = `${seen} of ${announced} announced products came`;
  let settled = await named(summary, store.settleLean)({ run, listing });
  while (settled.kind === 'wait') {
    await waitAsAsked(run, state, control, settled);
    settled = await named(summary, store.settleLean)({ run, listing });
  }
  const { whole } = settled;
  for (;;) {
    await control.whilePaused(run);
    const read = await named('what could not be compared', store.readUnknown)({ run, currency });
    if (read.kind === 'read') return { whole, empty: false, gaps, unread: read.unread };
    await waitAsAsked(run, state, control, read);
  }
}
