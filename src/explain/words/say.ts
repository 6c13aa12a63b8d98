import { oneLine } from '../../model/one-line';
import type { RunMode, RunStatus } from '../../model/run';

const MOST_CHARACTERS = 100;

/** A store's text in a sentence: a line, cut, in quotes. */
export const said = (text: string, most = MOST_CHARACTERS): string => `“${cut(text, most)}”`;

/** The same without quotes, for what is a sentence itself; its last stop goes. */
export function cut(text: string, most = MOST_CHARACTERS): string {
  const characters = Array.from(oneLine(text.slice(0, 4 * most)));
  const line =
    characters.length > most
      ? `${characters
          .slice(0, most - 1)
          .join('')
          .trimEnd()}…`
      : characters.join('');
  return line.replace(/\.$/, '');
}

/** RFC 3339 to the second: nobody who asks why needs more. */
export const at = (moment: Date): string => `${moment.toISOString().slice(0, 19)}Z`;

const STATUS: Record<RunStatus, string> = {
  queued: 'not begun yet',
  running: 'still running',
  paused: 'paused',
  awaiting_approval: 'waiting for approval',
  completed: 'completed',
  completed_with_errors: 'completed with errors',
  failed: 'failed',
  cancelled: 'cancelled',
};

const MODES: Record<RunMode, string> = {
  full: 'full',
  incremental: 'incremental',
  inventory: 'stock only',
  prices: 'prices only',
  refresh: 'by id',
};

const BECAME: Record<RunStatus, string> = {
  queued: 'has not begun yet',
  running: 'is still running',
  paused: 'is paused',
  awaiting_approval: 'waits for approval',
  completed: 'completed',
  completed_with_errors: 'ended with errors',
  failed: 'failed',
  cancelled: 'was cancelled',
};

/** What became of a run. */
export const becameOf = (status: RunStatus): string => BECAME[status];

/** `run 0192… (full, completed)` */
export const runWords = ({ run_id, mode, status }: { run_id: string; mode: RunMode; status: RunStatus }): string =>
  `run ${run_id} (${MODES[mode]}, ${STATUS[status]})`;
