/** Of each platform for itself: one that hangs takes nothing from the others. */
export interface DueLimits {
  /** Stores that are looked at at a time, and those of them that one tenant may have. */
  looks: number;
  looksOfTenant: number;
  /** For a look with all its requests. */
  lookMs: number;
  /** Before a look at a store that did not answer; doubled with each one, up to an hour. */
  lookAgainMs: number;
  startsAMinute: number;
  /** Runs that a schedule started, without those that wait or are paused. */
  runsUnderWay: number;
}

export const DUE_LIMITS: DueLimits = {
  // A look at an ordinary shop takes 0.5 to 1.5 s: the 3,300 of 10,000 stores that are due in 5 minutes are done in two.
  looks: 40,
  // Ten that hang are done with in 20 s, then they are left alone for longer and longer.
  looksOfTenant: 10,
  // Far longer than a shop that works takes for two small answers; the run behind a failed look has all patience.
  lookMs: 20_000,
  lookAgainMs: 5 * 60_000,
  // What a worker opens beside its other work. A wave of news, such as a price list at midnight, becomes minutes.
  startsAMinute: 120,
  // A worker does 10 activities at a time: more runs than some workers' worth only lie in Temporal, ahead of what is wanted sooner.
  runsUnderWay: 100,
};
