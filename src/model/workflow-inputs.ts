import type { Platform } from './platform';
import type { LastStatus, RunMode, RunPhase, RunTrigger } from './run';
import type { RunCounts } from './run-counts';
import type { Brake, RunError } from './run-errors';
import type { SweptStore } from './sweep';

/** What starts a `SyncProductsWorkflow`. Ids only: credentials and products never enter a history (I8, I10). */
export interface SyncProductsInput {
  tenantId: string;
  storeId: string;
  platform: Platform;
  mode: RunMode;
  trigger: RunTrigger;
  /** Only look: the run ends in differences, and nothing is written. */
  dryRun?: boolean;
  /** Brakes that a person has let off for this run. */
  accepted?: Brake[];
  /** Shown in the Temporal Web UI. */
  storeName: string;
  /** First execution run id of the sweep that started it; absent for a single sync. */
  sweepId?: string;
  /** Mode `refresh`: products to read again, by their ids in the store. */
  externalIds?: string[];
}

/** What a run's workflow ends with, for whoever looks at it in the Web UI; a failed one has it in its failure's details. */
export interface RunSummary {
  runId: string;
  status: LastStatus | 'awaiting_approval' | 'superseded';
  error: RunError | null;
  /** null where an older worker took the last step. */
  counts: RunCounts | null;
}

/** Whose inbox is worked off. What it holds is no part of it: a history does not grow with the number of hints. */
export interface RefreshHintsInput {
  tenantId: string;
  storeId: string;
  platform: Platform;
  /** Shown in the Temporal Web UI. */
  storeName: string;
  /** A stretch without news for so long is over; absent: after the usual time. */
  idleMs?: number;
}

export interface SyncAllStoresInput {
  platform: Platform | null;
  mode: 'full';
  trigger: RunTrigger;
}

/** One slice of a sweep, handed to a child of its own type. */
export interface SweepSlice {
  sweepId: string;
  /** The last store's id of the slice before; null for the first. */
  after: string | null;
  number: number;
  /** Stores to try again; absent: the next ones are listed. */
  stores?: SweptStore[];
}

export interface ApproveDeactivationInput {
  tenantId: string;
  storeId: string;
  platform: Platform;
  runId: string;
  storeName: string;
  currency: string;
  /** The listing that found them missing had shown no product at all. */
  emptyListing: boolean;
  /** How long it waits for a decision. */
  waitMs: number;
}

export interface DeleteTenantInput {
  tenantId: string;
}

export interface Decision {
  /** For the audit: the key's id and name, or the operator's name. */
  actor: { kind: string; id: string | null; name: string | null };
  /** Approve: only these; absent for all. */
  externalIds?: string[];
}

/** `runId` names the run that is meant: a later run of the same store ignores it. Absent: whatever runs (Web UI). */
export interface ControlInput {
  runId?: string;
}

export interface RunProgress {
  runId: string;
  phase: RunPhase;
  paused: boolean;
  attempt: number;
  announced: number | null;
  seen: number;
  /** 0 to 1, null while the store's total is not known. */
  progress: number | null;
}

/** A child tells its sweep that it closed, or that it waits for its own retry and needs no place meanwhile. */
export interface ChildReport {
  storeId: string;
  runId: string;
  status: LastStatus | 'awaiting_approval' | 'waiting_to_retry';
  errorType: string | null;
}
