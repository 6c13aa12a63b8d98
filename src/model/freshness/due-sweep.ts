import type { Platform } from '../platform';
import type { CadenceMode } from './cadence-modes';

/** What came of the due stores of a platform in one sweep. Numbers of stores. */
export interface DueTotals {
  /** Listed, and attended to as far as there was time. */
  due: number;
  /** Asked whether there is news. */
  looked: number;
  news: number;
  without_news: number;
  /** Runs, by mode. */
  started: Partial<Record<CadenceMode, number>>;
  /** Did not answer as they should when they were looked at. */
  failed: number;
  /** Needed attention and answered. */
  recovered: number;
  skipped: {
    paused: number;
    /** What is due waits until the run under way is over. */
    under_way: number;
    /** The store asked for time. */
    held: number;
    /** It is quiet hours, or a full run was missed while nobody looked: due later. */
    put_off: number;
  };
  /** Due, and no time, no place for a run, or no word from Temporal: the next sweep goes on with them. */
  left: number;
}

export interface DueSweepInput {
  platform: Platform;
  /** No sweep ended for so long that runs were missed: the missed full ones are spread. */
  wasDown: boolean;
  /** For all tries together; what is not done by then is left. */
  forMs: number;
}

/** What the workflow ends with. The next sweep looks at `began_at`. */
export interface DueSweep {
  /** RFC 3339 UTC. */
  began_at: string;
  platforms: Partial<Record<Platform, DueTotals>>;
}
