import type { NoteRunInput } from '../../activities/note-run';
import { bookkeeping } from '../activities';
import { named } from '../named';

/** Writes down where the run stands. */
export const noteRun = (input: NoteRunInput): Promise<void> => named(summaryOf(input), bookkeeping.noteRun)(input);

function summaryOf(input: NoteRunInput): string {
  switch (input.note) {
    case 'progress':
      return input.progress.status ?? input.progress.phase;
    case 'retry':
      return `try ${input.nextAttempt} in ${Math.round(input.waitMs / 1_000)} s, after ${input.error.type}`;
    case 'pages_instead':
      return 'pages instead of a bulk file';
    case 'waiting':
      return `the store asked for ${Math.ceil(input.waitMs / 1_000)} s`;
    case 'waited':
      return input.byHand ? 'the wait was ended by hand' : 'the wait is over';
  }
}
