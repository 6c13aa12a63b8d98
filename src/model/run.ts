import { LEAN_MODES, type LeanMode } from './freshness/lean-product';

/** States of a run, as they stand in `sync_runs` and in the API. */
export const RUN_STATUSES = [
  'queued',
  'running',
  'paused',
  'awaiting_approval',
  'completed',
  'completed_with_errors',
  'failed',
  'cancelled',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** A run in one of these is over; `sync_runs.finished_at` is set. */
export const LAST_STATUSES = ['completed', 'completed_with_errors', 'failed', 'cancelled'] as const;
export type LastStatus = (typeof LAST_STATUSES)[number];

export const RUN_PHASES = [
  'opening',
  'reading',
  'confirming',
  'deactivating',
  'closing',
  'waiting_for_store',
  'waiting_to_retry',
] as const;
export type RunPhase = (typeof RUN_PHASES)[number];

/**
 * `full` reads the whole listing, and alone looks for what is missing; `incremental` reads what changed since the
 * watermark; `inventory` and `prices` read one group of fields of all products; `refresh` reads products by id: a retry
 * of those that were set aside.
 */
export const RUN_MODES = ['full', 'incremental', ...LEAN_MODES, 'refresh'] as const;
export type RunMode = (typeof RUN_MODES)[number];

/**
 * Reads a part of what a full run does: it has no retries of its own and asks nobody for an approval, and a full one takes
 * its place.
 */
export const isLesser = (mode: RunMode): boolean => mode !== 'full' && mode !== 'refresh';

/** null: it reads products whole. */
export const leanModeOf = (mode: RunMode): LeanMode | null => LEAN_MODES.find((each) => each === mode) ?? null;

export const RUN_TRIGGERS = ['api', 'schedule', 'webhook', 'cli'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/** How a run reads the listing: page by page, or as one file that the platform writes. */
export const RUN_READERS = ['pages', 'bulk'] as const;
export type RunReader = (typeof RUN_READERS)[number];
