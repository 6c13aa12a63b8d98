import { HINTS } from '../../retry-policies';
import { freshState, type RunState } from '../run-state';

/**
 * A stretch of refreshing, carried over continue-as-new: what the store told stands in the inbox, and none of it here
 * (I10).
 */
export interface Stretch {
  state: RunState;
  /** By the workflow's clock, since its first claim; null: nothing was claimed yet, and no row tells of a run. */
  openedAt: number | null;
  /** Its row is open. Not one that was closed just as the store told something more. */
  isOpen: boolean;
  /** It is being opened: whoever ends meanwhile does not know whether it is. Absent in one that an older worker began. */
  isOpening?: boolean;
}

export const freshStretch = (): Stretch => ({ state: freshState(), openedAt: null, isOpen: false });

/** Its time is up: the next doorbell begins another one, with a row of its own. */
export const isOver = ({ openedAt }: Stretch): boolean => openedAt !== null && Date.now() - openedAt >= HINTS.longestMs;
