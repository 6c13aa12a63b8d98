import type { RunReference } from '../../../model/run-reference';
import { catalog, store } from '../../activities';
import { named } from '../../named';
import type { Controls } from '../controls';
import { confirmAndDeactivate } from '../settle-missing';
import { waitAsAsked } from '../wait-as-asked';
import type { Stretch } from './stretch';

/** Asks the store about all that a batch of hints tells of, and settles them by what it says. */
export async function refreshBatch(
  run: RunReference,
  { state }: Stretch,
  control: Controls,
  { batchId, hints, ids }: { batchId: string; hints: number; ids: number },
): Promise<void> {
  await control.whilePaused(run);
  control.show('reading');
  const read = named(`${hints} hints of ${ids} ids`, store.readHints);
  let asked = await read({ run, batchId });
  while (asked.kind === 'wait') {
    await waitAsAsked(run, state, control, asked);
    asked = await read({ run, batchId });
  }
  const { currency, suspects } = asked;
  if (suspects > 0) {
    await confirmAndDeactivate(run, state, control, { currency, emptyListing: false, approved: false });
    await named(`${suspects} products were in doubt`, catalog.settleSuspected)({ run, batchId });
  }
  state.seen += ids;
}
