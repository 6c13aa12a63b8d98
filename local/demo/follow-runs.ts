import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '../servers/terminal';
import { ApiAway, type ApiClient, ApiProblem } from './api-client';
import { progressLine, stateOf } from './progress-line';
import { SyncRun } from './sync-run';

export interface StartedRun {
  storeName: string;
  runId: string;
}

export interface FollowedRun {
  storeName: string;
  run: SyncRun;
}

const LOOK_EVERY_MS = 400;

/** Without a terminal a line is worth it only when something was reached: a new phase, or another part of this size. */
const PLAIN_SHARE = 0.25;

/** A run that was just told to retry at once may still be written down as waiting. */
const PATIENCE_WITH_WAITING_MS = 3_000;

/** States that nothing changes soon: an end, or waiting for a person. */
const RESTING: readonly SyncRun['status'][] = [
  'completed',
  'completed_with_errors',
  'failed',
  'cancelled',
  'paused',
  'awaiting_approval',
];

/** Shows how the runs get on until each has ended, or waits. Answers their last states. */
export async function followRuns(
  started: readonly StartedRun[],
  api: ApiClient,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<FollowedRun[]> {
  const show = terminal.isInteractive ? bars(terminal) : plainLines(terminal);
  const patientUntil = performance.now() + PATIENCE_WITH_WAITING_MS;
  for (;;) {
    const runs = await Promise.all(
      started.map(async ({ storeName, runId }) => ({ storeName, run: await askForRun(api, runId, signal) })),
    );
    const isPatient = performance.now() < patientUntil;
    const isOver = runs.every(({ run }) => RESTING.includes(run.status) || (waits(run) && !isPatient));
    show(runs, isOver);
    if (isOver) return runs;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

const waits = ({ phase }: SyncRun) => phase === 'waiting_to_retry';

/** The API may be away for a moment: it is started again when it dies. */
async function askForRun(api: ApiClient, runId: string, signal: AbortSignal): Promise<SyncRun> {
  for (;;) {
    try {
      return await api.get(`/v1/sync-runs/${runId}`, SyncRun);
    } catch (error) {
      const isPassing =
        error instanceof ApiProblem ? error.status === 429 || error.status >= 500 : error instanceof ApiAway;
      if (!isPassing) throw error;
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

type Show = (runs: readonly FollowedRun[], isOver: boolean) => void;

function bars({ live, say }: Terminal): Show {
  return (runs, isOver) => {
    const lines = runs.map(({ storeName, run }) => progressLine(storeName, run, true));
    live(isOver ? [] : lines);
    if (isOver) say(lines.join('\n'));
  };
}

function plainLines({ say }: Terminal): Show {
  const reached = new Map<string, string>();
  return (runs) => {
    for (const { storeName, run } of runs) {
      const milestone = `${stateOf(run)} ${Math.floor((run.progress ?? 0) / PLAIN_SHARE)}`;
      if (reached.get(run.id) !== milestone) say(progressLine(storeName, run, false));
      reached.set(run.id, milestone);
    }
  };
}
