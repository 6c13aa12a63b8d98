import { ApplicationFailure, sleep } from '@temporalio/workflow';
import type { RunErrorType } from '../../model/run-errors';
import { LONGEST_WAIT_MS } from '../retry-policies';
import type { RunState } from './run-state';

/** A wait that a store asks for, slept where it costs no worker: 1 hour in all of a run, then the try has failed. */
export async function waitAsAsked(state: RunState, ms: number): Promise<void> {
  if (ms <= 0) return;
  state.waitedMs += ms;
  if (state.waitedMs > LONGEST_WAIT_MS) {
    state.waitedMs = 0;
    throw ApplicationFailure.nonRetryable(
      'The store kept asking for more time than 1 hour in all; what was merged stays, the run goes on from there',
      'store_throttled' satisfies RunErrorType,
    );
  }
  await sleep(ms);
}
