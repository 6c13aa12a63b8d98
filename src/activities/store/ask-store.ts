import { setTimeout as sleep } from 'node:timers/promises';
import { cancellationSignal } from '@temporalio/activity';
import { isProblem, type StoreProblem } from '../../platforms/problem';
import type { Patience } from '../dependencies';
import { storeFailure } from './failures';
import type { OpenedStore } from './open-store';

/** A wait that the store asks for is slept here up to this; a longer one is handed to the workflow. */
const LONGEST_WAIT_HERE = 20_000;

/** A store that asks for next to no wait, and does so again and again, would be asked without end. */
const SHORT_WAIT = { ms: 1_000, most: 5, thenMs: 5_000 };

export type Asked<Answer> = { kind: 'answered'; answer: Answer; throttledMs: number } | AskedForTime;

/** The store wants to be left alone for longer than an activity sleeps. `why`: its words. */
export interface AskedForTime {
  kind: 'wait';
  waitMs: number;
  why: string;
}

/**
 * Asks a store one question, with the patience that is not worth a step of Temporal: short waits that the store asks
 * for, and a 401 twice more. Any other problem is thrown as the failure that `failures.ts` says, once it is judged; one
 * that asking again cannot mend marks the store first.
 */
export async function askStore<Answer extends { kind: string }>(
  store: OpenedStore,
  patience: Patience,
  ask: (signal: AbortSignal) => Promise<Answer | StoreProblem>,
  signal = cancellationSignal(),
): Promise<Asked<Answer>> {
  let throttledMs = 0;
  let rejections = 0;
  let shortWaits = 0;
  for (;;) {
    const answer = await ask(signal);
    if (!isProblem(answer)) return { kind: 'answered', answer, throttledMs };
    if (answer.kind === 'throttled') {
      if (throttledMs + answer.waitMs > LONGEST_WAIT_HERE) {
        return { kind: 'wait', waitMs: answer.waitMs, why: answer.detail };
      }
      if (answer.waitMs < SHORT_WAIT.ms && ++shortWaits > SHORT_WAIT.most) {
        return { kind: 'wait', waitMs: SHORT_WAIT.thenMs, why: answer.detail };
      }
      throttledMs += answer.waitMs;
      await sleep(answer.waitMs, undefined, { signal });
      store.waited(answer.waitMs);
      continue;
    }
    const again = answer.kind === 'credentials_rejected' ? patience.credentialsRetryDelays[rejections++] : undefined;
    if (again !== undefined) {
      await sleep(again, undefined, { signal });
      continue;
    }
    throw storeFailure(await store.noteProblem(answer), patience.storeRetryDelays);
  }
}
