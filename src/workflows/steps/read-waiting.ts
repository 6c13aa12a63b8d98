import type { RunReference } from '../../model/run-reference';
import { store } from '../activities';
import { named } from '../named';
import type { Controls } from './controls';
import type { RunState } from './run-state';
import { waitAsAsked } from './wait-as-asked';

/** Reads by id what waits for news that no listing of changes shows. */
export async function readWaiting(run: RunReference, state: RunState, control: Controls): Promise<void> {
  await control.whilePaused(run);
  const currency = state.listing?.currency ?? '';
  const read = named('what was set aside, and what is planned', store.readWaiting);
  for (let asked = await read({ run, currency }); asked.kind === 'wait'; asked = await read({ run, currency })) {
    await waitAsAsked(run, state, control, asked);
  }
}
