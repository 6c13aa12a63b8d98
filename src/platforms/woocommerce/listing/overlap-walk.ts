/**
 * Where the walk over the listing stands. wc/v3 has no "id greater than" filter, and plain pages lose products when
 * others are deleted under them (12 % measured). So each page starts two rows before the end of the last one:
 * a row that was seen before proves that nothing slipped through between the two.
 */
export interface WalkState {
  /** Rows of the listing that lie behind. */
  offset: number;
  /** The greatest id seen, or null at the start. */
  last: string | null;
  /** Steps back since the last new row. */
  stepsBack: number;
  /** Rows that the next page repeats. */
  overlap: number;
  /** Full pages since the last new row: reached by a step back, they showed only rows that were seen before. */
  barren: number;
}

const OVERLAP = 2;

/** Below the smallest page (20 rows): a walk whose page shrinks on the way still moves on. */
const MOST_OVERLAP = 16;

export const WALK_START: WalkState = { offset: 0, last: null, stepsBack: 0, overlap: OVERLAP, barren: 0 };

/**
 * A full page says that more rows begin at its end; a store that answers the page behind it with nothing, so often in a
 * row, will not show them. The walk ends there, and is not taken for whole: fewer products came than the total says.
 */
const MOST_BARREN = 5;

export interface ListedRows {
  /** Ascending by number. */
  ids: readonly string[];
  /** Rows of the whole listing, if the store said so; 0 is also what it says past the end. */
  total: number | null;
  size: number;
}

export interface WalkStep {
  /** Ids that no page before carried. */
  fresh: ReadonlySet<string>;
  /** null: the listing ends here. */
  next: WalkState | null;
}

/** The offset to ask for. */
export function offsetOf({ offset, overlap }: WalkState): number {
  return Math.max(0, offset - overlap);
}

/** What a page that was read at `offsetOf(state)` brings, and where to go on. */
export function walkStep(state: WalkState, { ids, total, size }: ListedRows): WalkStep {
  const from = offsetOf(state);
  if (ids.length === 0 && state.barren >= MOST_BARREN) return { fresh: new Set(), next: null };
  if (hasShiftedLeft(state, ids)) {
    return {
      fresh: new Set(),
      next: { ...state, offset: Math.max(0, state.offset - size), stepsBack: state.stepsBack + 1 },
    };
  }

  const { last } = state;
  const fresh = last === null ? ids : ids.filter((id) => isGreater(id, last));
  const next: WalkState = {
    offset: from + size,
    last: ids.reduce<string | null>(greater, last),
    ...(fresh.length > 0
      ? { stepsBack: 0, overlap: OVERLAP, barren: 0 }
      : {
          stepsBack: state.stepsBack,
          overlap: state.stepsBack > 0 ? Math.min(2 * state.overlap, MOST_OVERLAP, size - 1) : state.overlap,
          barren: state.barren + (ids.length < size ? 0 : 1),
        }),
  };
  return { fresh: new Set(fresh), next: isTheEnd(state, fresh.length, { ids, total, size }) ? null : next };
}

function isGreater(id: string, than: string): boolean {
  return BigInt(id) > BigInt(than);
}

/** Rows before this page are gone, so rows that were not seen may have moved to the pages behind. */
function hasShiftedLeft(state: WalkState, ids: readonly string[]): boolean {
  const [first] = ids;
  return offsetOf(state) > 0 && state.last !== null && (first === undefined || isGreater(first, state.last));
}

/**
 * A short page is the end, unless the total says that more follows: WooCommerce leaves out, after counting, products
 * that it fails to load. When it left out just those of the overlap, the list looks moved and a step back finds nothing
 * new: the walk goes on with twice the overlap. A total that still promises more when the overlap is at its
 * widest is not believed.
 */
function isTheEnd(state: WalkState, fresh: number, { ids, total, size }: ListedRows): boolean {
  if (ids.length >= size) return false;
  if (total === null || offsetOf(state) + size >= total) return true;
  return state.stepsBack > 0 && fresh === 0 && state.overlap >= Math.min(MOST_OVERLAP, size - 1);
}

function greater(a: string | null, b: string): string {
  return a === null || isGreater(b, a) ? b : a;
}
