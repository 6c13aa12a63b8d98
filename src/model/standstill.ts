/**
 * What keeps an open run from going on, as Temporal tells it: somebody paused it there, its workers lack the code for
 * its next step, or nobody has taken that step up for a minute.
 */
type StandstillKind = 'paused' | 'stuck' | 'no_worker';

export interface Standstill {
  kind: StandstillKind;
  since: Date;
  /** For people: what it means, and what to do. */
  message: string;
}

/** As a run's row keeps it. It counts until the run shows a sign of life after `seenAt`. */
export interface NotedStandstill {
  kind: StandstillKind;
  /** RFC 3339. */
  since: string;
  message: string;
  seenAt: string;
  /** The row's status was set to `paused` for it, and is set back when it ends. */
  tookStatus: boolean;
}
