import type { LastStatus } from './run';
import type { RunError } from './run-errors';

/** A stretch of time by the store's own clock, RFC 3339 UTC, to the second: what changed after `since` and before `until`. */
export interface Stretch {
  since: string;
  until: string;
}

/** What a listing said of itself at its start; carried by the workflow from batch to batch. */
export interface Listing {
  currency: string;
  /** Of an incremental run: only what changed in it is listed. Absent: everything. */
  stretch?: Stretch;
  /** And of how many the store told at its start that they went in it. */
  goneAtStart?: number;
  announced: number;
  /** Its total just after its end; null until then, or when the store did not tell. */
  announcedAtEnd: number | null;
  /** Products on its pages so far, those that came twice too. Absent: none yet. */
  listed?: number;
  /** What its pages showed that it lacks; the first of each cause. Absent: nothing. */
  gaps?: readonly ListingGap[];
}

/** What a listing lacks, as its own answers showed. */
export interface ListingGap {
  cause: GapCause;
  /** For people: numbers and ids, no product data (I10). */
  detail: string;
}

/**
 * `rows_hidden`: products are counted that are not shown, so that fewer come than announced. The others are no matter of
 * numbers: `product_unreadable` has no id that could be told, `order_ignored` may have lost a product while it moved.
 */
const GAP_CAUSES = ['rows_hidden', 'product_unreadable', 'order_ignored'] as const;
export type GapCause = (typeof GAP_CAUSES)[number];

/** Whether a listing with these gaps may be whole when the numbers say so (I2). */
export function mayBeWhole(gaps: readonly ListingGap[]): boolean {
  return gaps.every(({ cause }) => cause === 'rows_hidden');
}

/** The first of each cause: a run carries them from step to step. */
export function firstGaps(known: readonly ListingGap[], more: readonly ListingGap[]): ListingGap[] {
  return GAP_CAUSES.flatMap((cause) => [...known, ...more].find((gap) => gap.cause === cause) ?? []);
}

export interface ListingEnd {
  /** The walk's end was reached and at least as many distinct products came as the store announced. */
  whole: boolean;
  /** No product came at all, while the catalogue had active ones. */
  empty: boolean;
  /** What its pages showed that it lacks; absent in what an older worker closes. */
  gaps?: readonly ListingGap[];
  /** Of a lean listing: products that it showed, could not compare and that were not read whole. Absent: none. */
  unread?: number;
}

/** How a run ended: the listing was read to its end, or a status that is certain whatever was read. */
export type RunEnd = ({ kind: 'read' } & ListingEnd) | { kind: 'ended'; status: LastStatus; error: RunError | null };
