import type { CadenceMode } from '../../model/freshness/cadence-modes';
import type { DueTotals } from '../../model/freshness/due-sweep';
import type { Platform } from '../../model/platform';
import type { StoreAtTurn } from '../../stores/due/read-due-store';
import type { WaitingStart } from './starts-in-turn';

export interface Sweep {
  platform: Platform;
  wasDown: boolean;
  tally: DueTotals;
  signal: AbortSignal;
  addStart(start: WaitingStart): void;
  /** Stores of which was said that they cannot do a mode: once a process. */
  toldUnable: Set<string>;
}

/** A store's, in one sweep. */
export interface Turn {
  store: StoreAtTurn;
  /** See `changedSince`. */
  since: string | null;
  observation: number;
  /** A run of the store was started in this sweep: another that waits for its place is the next sweep's. */
  hasBegun: boolean;
}

export const skipping =
  ({ tally }: Sweep) =>
  (why: keyof DueTotals['skipped']): void =>
    void tally.skipped[why]++;

export const loggedAs = ({ tenantId, id }: StoreAtTurn, { platform }: Sweep) => ({
  tenant_id: tenantId,
  store_id: id,
  platform,
});

/** What is placed anew once its run is started. */
export type Placed = readonly CadenceMode[];
