import { setTimeout as wait } from 'node:timers/promises';
import type { StartedWorkflow } from '../temporal/start-once';

const LOOK_AGAIN_MS = 50;
const PATIENCE_MS = 5_000;

/** The last run is over or told to end, but no worker has ended its workflow yet: nothing was started, and asking again may help. */
export type LastOneEnding = { kind: 'last_one_ending' };

/**
 * Starts a workflow, or finds the one under way. One whose row has its last status is still open for the moment that
 * its last step takes: to answer with it would lose what was asked for now, so its end is awaited. Likewise that of one
 * which gives way to what is asked for.
 */
export async function startUnlessUnderWay(
  start: () => Promise<StartedWorkflow>,
  isOver: (runId: string) => Promise<boolean>,
  givesWay: (started: StartedWorkflow) => Promise<boolean> = async () => false,
): Promise<({ kind: 'started' } & StartedWorkflow) | LastOneEnding> {
  const givenUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const started = await start();
    if (!started.alreadyRunning) return { kind: 'started', ...started };
    const isEnding = (await isOver(started.runId)) || (await givesWay(started));
    if (!isEnding) return { kind: 'started', ...started };
    if (performance.now() > givenUpAt) return { kind: 'last_one_ending' };
    await wait(LOOK_AGAIN_MS);
  }
}
