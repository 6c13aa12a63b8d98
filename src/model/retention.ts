/**
 * How long each kind is kept, in days, unless `RETENTION_DAYS` says otherwise. Products, variants, audit entries and runs
 * are kept for good, but for refreshes.
 */
export const RETENTION_DAYS = {
  /** Of attempts that died: a run that goes on reads again. */
  staged_pages: 1,
  bulk_lines: 8, // a bulk operation's file can be read for 7 days
  run_differences: 30,
  /** The manifest of closed runs. I12 asks it for looks that are newer than a page on its way: hours, not weeks. */
  sync_pages: 30,
  missing_products: 90,
  /** Raw payloads of products that merged, or are gone, since. */
  rejected_products: 30,
  webhook_logs: 90,
  webhook_events: 30,
  /** Solved ones. */
  alerts: 90,
  /** Messages that arrived, or were given up. */
  alert_deliveries: 30,
  /** Each is good for a day, however long it is kept. */
  idempotency_keys: 1,
  /** Before the events that they carry, which have nothing to go by then. */
  event_deliveries: 30,
  events: 30,
  product_changes: 365,
  store_days: 400,
  /** Of mode `refresh` alone, once nothing hangs on them: a store that tells of its changes makes dozens a day. */
  sync_runs: 90,
} as const;

/**
 * Days for pages of closed runs that held one group of fields, or were read by id, if the others are not kept for less: such
 * runs come every few minutes perhaps, and no list or later run asks for what their pages showed. What the hints of a day
 * did together is asked for within that day.
 */
export const PASSING_PAGES_DAYS = 2;

export type ExpiringTable = keyof typeof RETENTION_DAYS;

export type RetentionDays = Record<ExpiringTable, number>;
