const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before an event is tried again, by the tries that it has had; the last one repeats. */
const WAITS_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR];

/** Tries in a row that failed, of whatever events, behind which an endpoint gets one at a time. */
const FAILING_AFTER = 5;

const PROBES_MS = { first: MINUTE, longest: HOUR };

/** From an event's first try on it is tried for so long. */
export const TRIED_FOR_DAYS = 3;

/** An endpoint that took nothing for so long is paused. */
export const PAUSED_AFTER_DAYS = 5;

/** Not all at the same second: a receiver that comes back is not flooded. */
const jittered = (ms: number, chance: number): number => Math.round(ms * (0.9 + chance * 0.2));

export function waitBeforeTry(tries: number, chance = Math.random()): number {
  return jittered(WAITS_MS[Math.min(tries, WAITS_MS.length) - 1] ?? 0, chance);
}

/** One event at a time, and seldom: the endpoint, not an event, is what fails. */
export const isFailing = (failedTries: number): boolean => failedTries >= FAILING_AFTER;

/** null: it takes all that is due. */
export function waitBeforeProbe(failedTries: number, chance = Math.random()): number | null {
  if (!isFailing(failedTries)) return null;
  const doubled = PROBES_MS.first * 2 ** Math.min(failedTries - FAILING_AFTER, 20);
  return jittered(Math.min(doubled, PROBES_MS.longest), chance);
}
