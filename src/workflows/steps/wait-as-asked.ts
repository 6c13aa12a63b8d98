import { ApplicationFailure, patched, sleep } from '@temporalio/workflow';
import type { RunErrorType } from '../../model/run-errors';
import type { RunReference } from '../../model/run-reference';
import { LONGEST_WAIT_MS, MOST_WAITS } from '../retry-policies';
import type { Controls } from './controls';
import { noteRun } from './note-run';
import type { RunState } from './run-state';

/** `why`: the store's own words; absent in what an older worker answered. */
export interface AskedWait {
  waitMs: number;
  why?: string | undefined;
}

/**
 * A wait that a store asks for, slept where it costs no worker: 1 hour in all of a run, then the try has failed. The
 * run's row and the Web UI say so meanwhile, and somebody may end it by hand (`control` null: an approval, which waits).
 */
export async function waitAsAsked(
  run: RunReference,
  state: RunState,
  control: Controls | null,
  { waitMs, why = 'The store asked for time' }: AskedWait,
): Promise<void> {
  if (waitMs <= 0) return;
  state.waitedMs += waitMs;
  state.waits = (state.waits ?? 0) + 1;
  if (state.waitedMs > LONGEST_WAIT_MS || state.waits > MOST_WAITS) {
    state.waitedMs = 0;
    state.waits = 0;
    throw ApplicationFailure.nonRetryable(
      `The store kept asking for more time than 1 hour in all, or more often than ${MOST_WAITS} times: ${why}. What was merged stays, the run goes on from there.`,
      'store_throttled' satisfies RunErrorType,
    );
  }
  if (!patched('waits-are-told')) {
    await sleep(waitMs);
    return;
  }
  const tell = () => noteRun({ run, note: 'waiting', waitMs, reason: why });
  const summary = `The store asked for ${Math.ceil(waitMs / 1_000)} s`;
  if (control !== null) {
    const ended = await control.waitForStore(waitMs, summary, tell);
    await noteRun({ run, note: 'waited', ...ended });
    return;
  }
  await tell();
  await sleep(waitMs, { summary });
  await noteRun({ run, note: 'waited', phase: 'confirming', byHand: false });
}
