import { setTimeout as wait } from 'node:timers/promises';
import { type Client, orThrow, type Run } from '../../clients/typescript/src/index';
import { EXIT, type ExitCode, exitCodeOfRun } from '../exit-codes';
import { Failure, failureOf, interruption } from '../failure';
import { progressLine, runLines } from '../output/run-lines';
import type { Session } from '../session';

const LOOK_MS = { terminal: 500, plain: 2_000 } as const;

/** So long the API may be away, as while it is restarted: the run does not need it. */
const AWAY_AT_MOST_MS = 120_000;

/** A run that waits for a person may do so for a week. */
const SETTLED: readonly string[] = ['completed', 'completed_with_errors', 'failed', 'cancelled', 'awaiting_approval'];

/** Shows a run until it is over or waits for an approval. Ctrl-C ends the watching alone. */
export async function followRun(session: Session, client: Client, runId: string): Promise<Run> {
  const { surroundings, print, watches } = session;
  watches(runId);
  const { interrupted, errors } = surroundings;
  const isTerminal = errors.isTTY === true;
  const everyMs = isTerminal ? LOOK_MS.terminal : LOOK_MS.plain;
  for (let awaySince: number | null = null; !interrupted.aborted; ) {
    const lookedAt = performance.now(); // a look may itself take a minute, and clocks may be set
    const since: number = awaySince ?? lookedAt;
    const run = await lookAt(client, runId, () => performance.now() - since < AWAY_AT_MOST_MS);
    if (run !== null) {
      if (SETTLED.includes(run.status)) return run;
      print.progress(progressLine(run, isTerminal));
    } else {
      print.progress('The API does not answer; the run does not need it. Waiting …');
    }
    awaySince = run === null ? since : null;
    await wait(everyMs, undefined, { signal: interrupted }).catch(() => undefined);
  }
  throw interruption(runId);
}

/** null: the API is away, and may be for a while. */
async function lookAt(client: Client, runId: string, mayBeAway: () => boolean): Promise<Run | null> {
  try {
    return orThrow(await client.GET('/v1/sync-runs/{run_id}', { params: { path: { run_id: runId } } }));
  } catch (error) {
    const failure = failureOf(error);
    if (failure?.exitCode !== EXIT.unreachable) throw error;
    if (mayBeAway()) return null;
    throw new Failure(EXIT.unreachable, `${failure.message}\nRun ${runId} goes on.`, { ...failure.more, runId });
  }
}

/** Shows the run as it ended, which decides the exit code. */
export function showEnded({ print, endWith }: Session, run: Run, code: ExitCode = exitCodeOfRun(run.status)): void {
  print.result(run, () => runLines(run, print.paint));
  endWith(code);
}
