import { setTimeout as sleep } from 'node:timers/promises';
import { patient } from './patience';

/** At first often, for what takes milliseconds; then seldom, so that looking does not slow down what is waited for. */
const EVERY_MS = { first: 15, later: 100, laterAfter: 1_000 } as const;

/**
 * Looks until `look` answers something. It throws where that can no longer happen; else the limit, `ms` on an idle
 * machine, ends the wait with what was waited for.
 */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false> | Found | null | undefined | false,
  ms = 60_000,
): Promise<Found> {
  const startedAt = performance.now();
  for (let limit = patient(ms); ; limit = Math.max(limit, patient(ms))) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    const waited = performance.now() - startedAt;
    if (waited > limit) throw new Error(`waited ${Math.round(waited)} ms in vain: ${what}`);
    await sleep(waited < EVERY_MS.laterAfter ? EVERY_MS.first : EVERY_MS.later);
  }
}

/** What the wait for a run looks at: over otherwise than as wanted, the run will not come to it any more. */
interface LookedAtRun {
  id: string;
  status: string;
  finished_at: Date | string | null;
  error?: { type: string; message: string } | null;
}

/** Looks at a run until it is as wanted. Fails at once, with the run's state, when it ended otherwise. */
export function untilRun<Run extends LookedAtRun>(
  what: string,
  look: () => Promise<Run | null>,
  isAsWanted: (run: Run) => boolean,
  ms?: number,
): Promise<Run> {
  const lookClosely = async (): Promise<Run | null> => {
    const run = await look();
    if (run === null || isAsWanted(run)) return run;
    if (run.finished_at === null) return null;
    const why = run.error ? `: ${run.error.type}, ${run.error.message}` : '';
    throw new Error(`run ${run.id} ended ${run.status}${why}, and it was waited until it ${what}`);
  };
  return until(`the run ${what}`, lookClosely, ms);
}
