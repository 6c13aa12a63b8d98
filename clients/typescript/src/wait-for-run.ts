import type { components } from './generated/api.ts';
import { pause } from './pause.ts';
import { type RideOutOptions, rideOut } from './ride-out.ts';

export type Run = components['schemas']['Run'];

export interface WaitOptions extends RideOutOptions {
  /** Called with the run as it is, at first and whenever it is another. */
  onProgress?: (run: Run) => void;
  /** How often the run is asked for: each second. */
  everyMs?: number;
}

/** A run that is over; one that waits for an approval goes on only when somebody decides, and may wait for 7 days. */
const SETTLED: readonly Run['status'][] = [
  'completed',
  'completed_with_errors',
  'failed',
  'cancelled',
  'awaiting_approval',
];

/** Asks for a run until it is over or waits for an approval, and returns it. */
export async function waitForRun(
  ask: () => Promise<Run>,
  { onProgress, everyMs = 1_000, ...options }: WaitOptions,
): Promise<Run> {
  for (let shown = ''; ; ) {
    const run = await rideOut(ask, options);
    const now = JSON.stringify(run);
    if (now !== shown) onProgress?.(run);
    shown = now;
    if (SETTLED.includes(run.status)) return run;
    await pause(everyMs, options.signal);
  }
}
