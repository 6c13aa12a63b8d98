import type { StoreProblem } from '../../platforms/problem';

const TOO_SLOW = 'The store is too slow to look after all of its webhooks in the time of one look.';

/** A question that is given up as its time is over is trouble with the store: what was done until then is written down. */
export async function inTime<Came>(asked: Promise<Came>, signal: AbortSignal): Promise<Came | StoreProblem> {
  try {
    return await asked;
  } catch (error) {
    if (!signal.aborted) throw error;
    return { kind: 'unavailable', status: null, detail: TOO_SLOW };
  }
}
