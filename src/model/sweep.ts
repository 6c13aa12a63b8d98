import type { Platform } from './platform';
import type { RunTrigger } from './run';
import type { StoreStatus } from './store-status';

export const SWEEP_STATUSES = ['running', 'completed', 'failed', 'cancelled'] as const;

export type SweepStatus = (typeof SWEEP_STATUSES)[number];

export interface SweepToOpen {
  id: string;
  workflowId: string;
  platform: Platform | null;
  mode: string;
  trigger: RunTrigger;
}

/** What only the sweep itself knows; how its runs fare is read from `sync_runs`. Absolute numbers: twice is once. */
export interface SweepTotals {
  scheduled: number;
  /** Stores that a full run of somebody else's was under way for. */
  already_running: number;
  /** Stores that a lesser run is under way for: they are tried again; the full runs of those that are left are due at once. */
  deferred: number;
  skipped: number;
}

/** What became of the stores of one slice. `putOff`: those to try again; absent from an older worker. */
export type SweptSlice = Omit<SweepTotals, 'deferred'> & { putOff?: SweptStore[] };

export interface SweptStore {
  id: string;
  tenantId: string;
  platform: Platform;
  name: string;
  /** A sweep starts the `active` ones and counts the others as skipped. */
  status: Exclude<StoreStatus, 'disconnected'>;
}
