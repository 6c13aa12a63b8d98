import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from './reason-of';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

export interface Waiting {
  /** Says that the server is not there yet, once a try. */
  say(message: string): void;
  /** Ends the wait: then it throws. */
  signal: AbortSignal;
  /** An error that waiting cannot mend is thrown at once. */
  isPassing?: (error: unknown) => boolean;
}

/** A program that starts before the servers that it needs waits for them, and says so. */
export async function untilItAnswers<Result>(
  server: string,
  ask: () => Promise<Result>,
  { say, signal, isPassing = () => true }: Waiting,
): Promise<Result> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error)) throw error;
      say(`${server} does not answer (${reasonOf(error)}); trying again in ${pause / 1000} s`);
      await wait(pause, undefined, { signal });
    }
  }
}
