import type { ClosedRun, CloseRunInput } from '../../activities/close-run';
import type { LastStatus } from '../../model/run';
import type { RunCounts } from '../../model/run-counts';
import { bookkeeping } from '../activities';
import { named } from '../named';

interface Closed {
  status: LastStatus;
  /** null where an older worker closed it. */
  counts: RunCounts | null;
}

/** Closes the run's row. In histories from before the counts were answered stands the status alone. */
export async function closeRun(input: CloseRunInput): Promise<Closed> {
  const { end } = input;
  const summary = end.kind === 'ended' ? `as ${end.status}` : `the listing was read ${end.whole ? 'whole' : 'in part'}`;
  const closed: ClosedRun | LastStatus = await named(summary, bookkeeping.closeRun)(input);
  return typeof closed === 'string' ? { status: closed, counts: null } : closed;
}
