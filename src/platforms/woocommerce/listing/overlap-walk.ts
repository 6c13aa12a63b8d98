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
  /** Pages since the last new row. Without a bound on them a listing may be walked for ever. */
  idle: number;
  /** The most rows that one page showed. */
  most: number;
  /** Where rows are missed and the walk stepped back to look for them; null when none are. */
  jump: Jump | null;
  /** The store lists its products in an order of its own: nothing can be proved, each row is taken as it comes. */
  isUnordered: boolean;
}

/** A page that did not begin with a row that was seen before. */
interface Jump {
  /** The page's offset. */
  at: number;
  /** Its first row; null when it was empty. */
  first: string | null;
  total: number | null;
}

const OVERLAP = 2;

export const WALK_START: WalkState = { offset: 0, last: null, idle: 0, most: 0, jump: null, isUnordered: false };

/**
 * A store that answers the place behind a page with nothing and a total of 0, after so many pages without a new row, will
 * not show more. The walk ends there, and is not taken for whole: fewer products came than the total says.
 */
const IDLE_AT_THE_END = 10;

/** Empty pages of a listing that promises more, before the walk takes longer and longer steps: 2,000 hidden products. */
const PATIENT_PAGES = 20;

/** Full pages without a new row, where the store tells no total. */
const IDLE_WITHOUT_TOTAL = 5;

export interface ListedRows {
  /** In the store's order. */
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
  /** Rows stand here that the store counts and does not show: it showed more of another page. */
  hides: boolean;
  /** A page further on showed rows that were seen before, and none else. */
  repeats: boolean;
  isUnordered: boolean;
}

/** The offset to ask for. */
export function offsetOf({ offset, isUnordered }: WalkState): number {
  return isUnordered ? offset : Math.max(0, offset - OVERLAP);
}

/** What a page that was read at `offsetOf(state)` brings, and where to go on. */
export function walkStep(state: WalkState, page: ListedRows): WalkStep {
  return state.isUnordered ? unorderedStep(state, page) : orderedStep(state, page);
}

function orderedStep(state: WalkState, { ids, total, size }: ListedRows): WalkStep {
  const from = offsetOf(state);
  const { last, jump } = state;
  const most = Math.max(state.most, ids.length);
  const covered = rowsCovered(ids.length, size, most);
  const ahead = from + Math.max(size, covered);
  const promisesMore = total !== null && total > from + covered;
  const idle = { ...state, most, idle: state.idle + 1 };

  if (missesRows(state, ids)) {
    if (ids.length === 0 && promisesMore) {
      const offset = jump === null ? Math.min(ahead + leap(state, size), Math.max(ahead, total)) : from + covered;
      return { ...NOTHING, hides: true, next: { ...idle, offset } };
    }
    const here = { at: from, first: ids[0] ?? null, total };
    if (!isProved(state, here)) {
      return { ...NOTHING, next: { ...idle, offset: Math.max(0, state.offset - covered), jump: here } };
    }
    if (ids.length === 0) return { ...NOTHING, hides: total !== 0, next: null };
  }

  const fresh = last === null ? ids : ids.filter((id) => isGreater(id, last));
  const isShort = ids.length < size;
  const hides = ids.length < Math.min(size, state.most, (total ?? 0) - from);
  if (fresh.length > 0) {
    const next = { ...idle, offset: from + covered, last: ids.reduce(greater, last), idle: 0, jump: null };
    return { ...NOTHING, fresh: new Set(fresh), hides, next: isShort && !promisesMore ? null : next };
  }
  const isEnd =
    total === null ? isShort || idle.idle >= IDLE_WITHOUT_TOTAL : !promisesMore && (isShort || jump === null);
  const next = { ...idle, offset: jump === null ? ahead : from + covered };
  return { ...NOTHING, hides, repeats: jump === null && !isShort && !isEnd, next: isEnd ? null : next };
}

/** Row by row to the total: a listing that moves meanwhile may lose some of them, so it is never taken for whole. */
function unorderedStep(state: WalkState, { ids, total, size }: ListedRows): WalkStep {
  const most = Math.max(state.most, ids.length);
  const offset = state.offset + rowsCovered(ids.length, size, most);
  const isEnd = total === null ? ids.length < size : total <= offset;
  const next = { ...state, offset, most, idle: ids.length === 0 ? state.idle + 1 : 0 };
  return { ...NOTHING, fresh: new Set(ids), isUnordered: true, next: isEnd ? null : next };
}

/**
 * How far a page reaches at least. It is short where the store hides rows after it counted them, or where it shows fewer
 * at once than it is asked for; never fewer than it showed of another page. The overlap must not use up all of it.
 */
function rowsCovered(came: number, size: number, most: number): number {
  return Math.max(came, Math.min(size, Math.max(most, OVERLAP + 1)));
}

/** Rows that are passed over behind so many hidden ones: a total may promise millions that never come. */
function leap({ idle }: WalkState, size: number): number {
  return idle < PATIENT_PAGES ? 0 : size * 2 ** Math.min(idle - PATIENT_PAGES, 40);
}

const NOTHING = { fresh: new Set<string>(), hides: false, repeats: false, isUnordered: false } as const;

/** By the order that was asked for; a plugin's join may show a row twice. */
export function isAscending(ids: readonly string[]): boolean {
  return ids.every((id, index) => index === 0 || !isGreater(ids[index - 1] ?? id, id));
}

function isGreater(id: string, than: string): boolean {
  return BigInt(id) > BigInt(than);
}

/** No row that was seen before stands in front: rows before this page are gone, or the store hides those of the overlap. */
function missesRows(state: WalkState, ids: readonly string[]): boolean {
  const [first] = ids;
  return offsetOf(state) > 0 && state.last !== null && (first === undefined || isGreater(first, state.last));
}

/**
 * When rows are gone from the pages behind, others that were not seen have moved there. So the walk steps back by a page.
 * If that shows nothing new, and the same row stands at the same place again while the total stayed, then nothing has
 * moved: the store counts rows that it does not show. WooCommerce does so with products that it fails to load, plugins
 * with those that a role may not see.
 */
function isProved({ jump, idle }: WalkState, { at, first, total }: Jump): boolean {
  if (jump === null || jump.first !== first || at < jump.at - OVERLAP) return false;
  if (first === null && !(total !== null && total > at)) return idle >= IDLE_AT_THE_END;
  return jump.total === total;
}

function greater(a: string | null, b: string): string {
  return a === null || isGreater(b, a) ? b : a;
}
