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
  /** What the store said of itself, and when it was asked; null: it is asked with the next batch. */
  facts: { currency: string; askedAt: number } | null;
}

export const freshStretch = (): Stretch => ({ state: freshState(), openedAt: null, isOpen: false, facts: null });

/** Its time is up: the next doorbell begins another one, with a row of its own. */
export const isOver = ({ openedAt }: Stretch): boolean => openedAt !== null && Date.now() - openedAt >= HINTS.longestMs;

/** null: it has to be asked again. */
export function knownCurrency({ facts }: Stretch): string | null {
  return facts !== null && Date.now() - facts.askedAt < HINTS.factsMs ? facts.currency : null;
}
