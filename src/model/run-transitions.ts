import { LAST_STATUSES, type LastStatus, RUN_STATUSES, type RunStatus } from './run';

interface Transition {
  to: readonly RunStatus[];
  /** The status before, and why it may be that one; `none`: the run has no row. */
  from: { readonly [status in RunStatus | 'none']?: string };
}

/**
 * The row follows the workflow, never the other way round. So it may lag behind: after a reset in Temporal the run goes on
 * from any of its statuses, and after a restore of the database from an older one.
 */
const RESET = 'a reset in Temporal took the run up again';
const RESTORED = 'the database was restored to an older time, and the run is further than its row';
const REPEATED = 'the activity did it before; its answer was lost';

/** Everything that may write `sync_runs.status`. Each of these is one statement below `src/runs`, and no other has the right. */
export const RUN_TRANSITIONS = {
  queue: {
    to: ['queued'],
    from: { none: 'it was started, and no worker has opened it yet' },
  },
  open: {
    to: ['running'],
    from: {
      none: 'a worker was faster than whoever started it',
      queued: 'a worker opened it',
      running: 'its next try began, or its next execution',
      paused: RESET,
      awaiting_approval: RESET,
      ...whenItWasOver(RESET),
    },
  },
  /** At its first write; the row of a run that was closed by the same execution stays closed. */
  reopen: {
    to: ['running'],
    from: whenItWasOver(RESET),
  },
  pause: {
    to: ['paused'],
    from: {
      queued: RESTORED,
      running: 'somebody sent `pause`, or paused it in Temporal',
      paused: REPEATED,
      awaiting_approval: RESET,
    },
  },
  resume: {
    to: ['running'],
    from: {
      queued: RESTORED,
      running: REPEATED,
      paused: 'somebody sent `resume`, or unpaused it in Temporal',
      awaiting_approval: RESET,
    },
  },
  hold: {
    to: ['awaiting_approval'],
    from: {
      queued: RESTORED,
      running: 'the brake holds its deactivations: somebody has to decide',
      paused: RESET,
      awaiting_approval: REPEATED,
    },
  },
  claim: {
    to: ['running'],
    from: {
      running: REPEATED,
      paused: RESET,
      awaiting_approval: 'somebody decided, or nobody in time: the approval carries it out',
    },
  },
  replace: {
    to: ['running'],
    from: { awaiting_approval: 'a later run waits in its place; this one is closed in the same transaction' },
  },
  close: {
    to: LAST_STATUSES,
    from: {
      queued: 'it was cancelled or ended before a worker opened it, or its store is gone',
      running: 'it came to its end',
      paused: 'it was cancelled or ended while it was paused',
      awaiting_approval: 'its approval was cancelled or ended from outside',
      ...whenItWasOver(RESET),
    },
  },
} as const satisfies Record<string, Transition>;

export type RunTransition = keyof typeof RUN_TRANSITIONS;

/** For the `where` of the statement that does it. */
export function statusesBefore(transition: RunTransition): RunStatus[] {
  return RUN_STATUSES.filter((status) => Object.hasOwn(RUN_TRANSITIONS[transition].from, status));
}

function whenItWasOver(why: string): Record<LastStatus, string> {
  return { completed: why, completed_with_errors: why, failed: why, cancelled: why };
}
