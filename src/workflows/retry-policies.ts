import type { ActivityOptions } from '@temporalio/workflow';

/** A killed worker costs seconds, not an activity's whole time: every activity heartbeats. */
const HEARTBEAT_TIMEOUT = '15 seconds';

/**
 * Requests to a store: about half a minute of tries, quick first; the run's own retries come after. The activity says
 * itself how long to wait before the next one, and which failures asking again cannot mend.
 */
export const STORE_REQUESTS = {
  startToCloseTimeout: '15 minutes', // an old WooCommerce needs minutes for the variations of one batch
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '20 seconds', maximumAttempts: 6 },
} as const satisfies ActivityOptions;

/** Work inside the database: outlasts a fail-over of some minutes, then the run's own retries take over. */
export const DATABASE_WORK = {
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: {
    initialInterval: '500 milliseconds',
    backoffCoefficient: 2,
    maximumInterval: '10 seconds',
    maximumAttempts: 20,
  },
} as const satisfies ActivityOptions;

/** A bulk file: a large one takes its hours. Attempts that break off go on from where the one before was. */
export const BULK_FILES = {
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: DATABASE_WORK.retry,
} as const satisfies ActivityOptions;

/** Between two looks at a bulk operation: those of small shops take seconds, those of large ones up to hours. */
export const BULK_POLLS = { firstMs: 2_000, growth: 1.5, longestMs: 30_000 } as const;

/** What has to be written down in the end, however long the database is away. */
export const BOOKKEEPING = {
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
} as const satisfies ActivityOptions;

/** Of all waits that a store asks for in one run: a store that stays busy longer is a failed try. */
export const LONGEST_WAIT_MS = 3_600_000;

/** How long a run waits for somebody's decision. */
export const APPROVAL_DEADLINE = '7 days';

/** A sweep's slices: stores a slice, slices at a time, and runs at a time in each. */
export const SWEEP = { storesASlice: 500, slicesAtATime: 4, runsAtATime: 10 } as const;
