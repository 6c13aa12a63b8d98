import { pause } from './pause.ts';
import { NoAnswerError, ProblemError } from './problem.ts';

export type Trouble = NoAnswerError | ProblemError;

export interface RideOutOptions {
  signal?: AbortSignal;
  /** Called where the service did not do what was asked and may do it later, which is tried after that time. */
  onTrouble?: (trouble: Trouble, waitMs: number) => void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Asks until there is an answer: through a service that is away, restarts or has too much to do, however long. */
export async function rideOut<Answer>(
  ask: () => Promise<Answer>,
  { signal, onTrouble }: RideOutOptions,
): Promise<Answer> {
  for (let longestMs = FIRST_WAIT_MS; ; longestMs = Math.min(2 * longestMs, LONGEST_WAIT_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!mayPass(error)) throw error;
      // Not all followers of a service at the same moment.
      const waitMs = Math.round(longestMs * (0.5 + Math.random() / 2));
      onTrouble?.(error, waitMs);
      await pause(waitMs, signal);
    }
  }
}

function mayPass(error: unknown): error is Trouble {
  if (error instanceof NoAnswerError) return true;
  return error instanceof ProblemError && (error.status === 429 || error.status >= 500);
}
