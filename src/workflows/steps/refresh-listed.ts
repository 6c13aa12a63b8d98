import type { RunReference } from '../../model/run-reference';
import { store } from '../activities';
import { named } from '../named';
import type { Controls } from './controls';
import type { RunState } from './run-state';
import { waitAsAsked } from './wait-as-asked';

/** Ids an activity: a heartbeat's worth of requests, and a small step to repeat. */
const IDS_A_STEP = 1_000;

/** Mode `refresh`: reads exactly these products again. */
export async function refreshListed(
  run: RunReference,
  state: RunState,
  control: Controls,
  externalIds: readonly string[],
): Promise<void> {
  control.show('reading');
  while (state.refreshed < externalIds.length) {
    await control.whilePaused(run);
    const step = externalIds.slice(state.refreshed, state.refreshed + IDS_A_STEP);
    const refresh = named(`${state.refreshed} of ${externalIds.length} products are read`, store.refreshProducts);
    const refreshed = await refresh({ run, externalIds: step });
    state.refreshed += refreshed.done;
    state.seen = state.refreshed;
    await waitAsAsked(run, state, control, refreshed);
  }
}
