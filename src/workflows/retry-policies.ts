import type { ActivityOptions } from '@temporalio/workflow';

const ALL_ACTIVITIES = {
  // A killed worker costs seconds, not an activity's whole time: every activity heartbeats.
  heartbeatTimeout: '15 seconds',
  // Said to be the default, yet SDK 1.24 sends TRY_CANCEL: a cancelled run would be closed while a page is merged.
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
} as const satisfies ActivityOptions;

/**
 * Requests to a store: about half a minute of tries, quick first; the run's own retries come after. The activity says
 * itself how long to wait before the next one, and which failures asking again cannot mend.
 */
export const STORE_REQUESTS = {
  ...ALL_ACTIVITIES,
  startToCloseTimeout: '15 minutes', // an old WooCommerce needs minutes for the variations of one batch
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '20 seconds', maximumAttempts: 6 },
} as const satisfies ActivityOptions;

/** Work inside the database: outlasts a fail-over of some minutes, then the run's own retries take over. */
export const DATABASE_WORK = {
  ...ALL_ACTIVITIES,
  startToCloseTimeout: '15 minutes',
  retry: {
    initialInterval: '500 milliseconds',
    backoffCoefficient: 2,
    maximumInterval: '10 seconds',
    maximumAttempts: 20,
  },
} as const satisfies ActivityOptions;

/** A bulk file: a large one takes its hours. Attempts that break off go on from where the one before was. */
export const BULK_FILES = {
  ...ALL_ACTIVITIES,
  startToCloseTimeout: '12 hours',
  retry: DATABASE_WORK.retry,
} as const satisfies ActivityOptions;

/** Between two looks at a bulk operation: those of small shops take seconds, those of large ones up to hours. */
export const BULK_POLLS = { firstMs: 2_000, growth: 1.5, longestMs: 30_000 } as const;

/** What has to be written down in the end, however long the database is away. */
export const BOOKKEEPING = {
  ...ALL_ACTIVITIES,
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
} as const satisfies ActivityOptions;

/** The hourly maintenance: what it does not finish, the next hour does. */
export const MAINTENANCE = {
  ...ALL_ACTIVITIES,
  startToCloseTimeout: '50 minutes',
  retry: { initialInterval: '10 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes', maximumAttempts: 5 },
} as const satisfies ActivityOptions;

/** A tenant's deletion goes on however long the database or Temporal is away; a large one takes its hours. */
export const DELETION = {
  ...ALL_ACTIVITIES,
  startToCloseTimeout: '12 hours',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
} as const satisfies ActivityOptions;

/** Of all waits that a store asks for in one run: a store that stays busy longer is a failed try. */
export const LONGEST_WAIT_MS = 3_600_000;

/** Of such waits, however short each is: they stand in the history. */
export const MOST_WAITS = 200;

/** Between two waits that somebody ends by hand: nobody may hammer a throttling shop. */
export const BETWEEN_ENDED_WAITS_MS = 60_000;

/**
 * A sweep's slices: stores a slice, slices at a time, and runs at a time in each. `againAfterMs`: between its tries of the
 * stores that lesser runs keep from it. Those take seconds to minutes; one that takes longer hangs, or somebody paused it.
 */
export const SWEEP = {
  storesASlice: 500,
  slicesAtATime: 4,
  runsAtATime: 10,
  againAfterMs: [2_000, 15_000, 60_000, 180_000, 600_000],
} as const;

/**
 * A sweep over due stores: every 5 minutes, and over before the next one. One that began so long after the last that ended
 * well was not there in its time.
 */
export const DUE_SWEEP = { forMs: 4 * 60_000, downAfterMs: 20 * 60_000 } as const;

/**
 * Of what stores tell. `gatherMs`: news comes in bursts, as one sale or one bulk edit tells of many products. `idleMs`: a
 * stretch without news for so long is over. Longer than the minute in which WooCommerce's queue delivers, so that a shop that
 * sells all day has a stretch an hour, and not one for each delivery. `longestMs`: of a stretch.
 */
export const HINTS = {
  gatherMs: 2_000,
  idleMs: 75_000,
  longestMs: 3_600_000,
} as const;

/** One try after the other in the sweep's time, as a worker or the database goes away. */
export const DUE_STORES = {
  ...ALL_ACTIVITIES,
  scheduleToCloseTimeout: '270 seconds',
  startToCloseTimeout: '260 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '20 seconds' },
} as const satisfies ActivityOptions;

/** What is sent to strangers' receivers: each try of a message has 15 s, and what waits stands in rows. */
export const ALERT_DELIVERIES = {
  ...ALL_ACTIVITIES,
  scheduleToCloseTimeout: '30 minutes',
  startToCloseTimeout: '15 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
} as const satisfies ActivityOptions;

/** The look after webhooks: so long for its work. */
export const WEBHOOKS_LOOK = { forMs: 40_000 } as const;

/**
 * The looks of each minute, which are over before the next ones: one try after the other in their time, as a worker or the
 * database goes away.
 */
export const MINUTE_LOOKS = {
  ...ALL_ACTIVITIES,
  scheduleToCloseTimeout: '55 seconds',
  startToCloseTimeout: '50 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 seconds' },
} as const satisfies ActivityOptions;

/** One attempt claims for half a minute and waits for what it has in hand. What it leaves, the next ring takes up. */
export const EVENT_DELIVERIES = {
  ...ALL_ACTIVITIES,
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '20 seconds', maximumAttempts: 20 },
} as const satisfies ActivityOptions;

/** A delivery that is due within so long is waited for: one that is later is rung for by the look each minute. */
export const LONGEST_IDLE_MS = 75_000;
