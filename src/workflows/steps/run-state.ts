import type { FetchedPages } from '../../activities/fetch-product-pages';
import type { Listing } from '../../model/listing';
import type { RunPhase } from '../../model/run';
import type { RunReference } from '../../model/run-reference';
import type { SearchAttributeName } from '../../model/search-attributes';

/** Where a run stands, carried from try to try and over continue-as-new: references and counts, never products (I10). */
export interface RunState {
  attempt: number;
  /** Where the next batch begins; null is the listing's beginning. */
  cursor: string | null;
  /** Fetched, not merged yet. */
  batch: FetchedPages | null;
  listing: Listing | null;
  /** null: the listing is read page by page. */
  bulk: BulkReading | null;
  /** How it is read, for people; null for the usual way. */
  reader: string | null;
  /** The listing's end was reached and merged. */
  isRead: boolean;
  /** The next fetch stages every document. */
  allDocuments: boolean;
  seen: number;
  /** Sum of the waits that the store asked for. */
  waitedMs: number;
  /** Their number; absent in what an older worker carried on. */
  waits?: number;
  /** The run's own retries, in milliseconds: from the settings when it opened. */
  retryDelays: readonly number[];
  /** Those of our search attributes that the namespace has. */
  searchAttributes: readonly SearchAttributeName[];
  /** A lesser run that reads everything after all. Absent: it is what it was asked to be. */
  turnedFull?: boolean;
  /** It is cancelled because a full run takes its place. Absent: it is not. */
  isSuperseded?: boolean;
  /** Of an incremental run; see `OpenedRun`. */
  changedSince?: string | null;
  /** Mode `refresh`: how many of the ids were read. */
  refreshed: number;
}

/** A listing that the store writes into a file by itself. The file's address is no part of it: it is as good as a key. */
export interface BulkReading {
  /** How long an operation is waited for before pages are read instead. */
  waitAtMostMs: number;
  operation: { id: string; observation: number } | null;
  /** Products in the file; null until it is loaded. */
  roots: number | null;
  /** That it cost so far. */
  requests: number;
}

/** From here on, and over continue-as-new, the run is a full one. */
export function turnFull(run: RunReference, state: RunState): void {
  run.mode = 'full';
  state.turnedFull = true;
}

/** What a try, or the run after continue-as-new, begins with: not everything from the start. */
export function phaseToGoOnIn({ isRead, batch, cursor, bulk, refreshed }: RunState): RunPhase {
  if (isRead) return 'confirming';
  return batch !== null || cursor !== null || bulk !== null || refreshed > 0 ? 'reading' : 'opening';
}

export function freshState(): RunState {
  return {
    attempt: 1,
    cursor: null,
    batch: null,
    listing: null,
    bulk: null,
    reader: null,
    isRead: false,
    allDocuments: false,
    seen: 0,
    waitedMs: 0,
    retryDelays: [],
    searchAttributes: [],
    refreshed: 0,
  };
}
