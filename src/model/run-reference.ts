import type { Platform } from './platform';
import type { RunMode } from './run';
import type { Brake } from './run-errors';

/** What every activity of a run needs to know of it. Ids and settings only: it stands in the history (I8, I10). */
export interface RunReference {
  id: string;
  tenantId: string;
  storeId: string;
  platform: Platform;
  mode: RunMode;
  /** A run that holds the fence (`stores.current_run`); refreshes and approvals run beside it, under I12 alone. */
  fenced: boolean;
  /** It goes the same way and ends in differences: nothing of the catalogue or the store's row is written. */
  dryRun?: boolean;
  /** Brakes that a person has let off for this run. */
  accepted?: readonly Brake[];
  /** It reads what the store told of by itself: nobody chose these products, so it stops at damage as an incremental run does. */
  byHints?: boolean;
}

/** Whether a change that looks like damage ends it. A dry run, an approval and a refresh that somebody asked for show what there is. */
export const stopsAtDamage = ({ fenced, byHints = false }: RunReference): boolean => fenced || byHints;
