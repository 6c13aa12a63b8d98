import { isProblem, type StoreProblem } from '../../problem';

/** A page that a weak host cannot build in time is asked for in smaller pieces. */
export const PAGE_SIZES = [100, 50, 20] as const;

/** Good pages in a row before a larger size is tried again: a try that fails may cost 30 seconds. */
const GOOD_BEFORE_LARGER = 10;

export interface PageSize {
  readonly current: number;
  readonly goodInARow: number;
  /** Asks with the current size, and again with smaller ones while the store stumbles over the size. */
  adapt<T extends { kind: string }>(ask: (size: number) => Promise<T | StoreProblem>): Promise<T | StoreProblem>;
}

export function pageSize(start: { size: number; good: number } = { size: PAGE_SIZES[0], good: 0 }): PageSize {
  let current = start.size;
  let goodInARow = start.good;

  function grow() {
    goodInARow++;
    const larger = PAGE_SIZES.findLast((size) => size > current);
    if (larger === undefined || goodInARow < GOOD_BEFORE_LARGER) return;
    current = larger;
    goodInARow = 0;
  }

  return {
    get current() {
      return current;
    },
    get goodInARow() {
      return goodInARow;
    },
    async adapt(ask) {
      for (;;) {
        const asked = current;
        const answer = await ask(asked);
        if (!isProblem(answer)) {
          grow();
          return answer;
        }
        const smaller = PAGE_SIZES.find((size) => size < asked);
        if (smaller === undefined || !mayBeTheSize(answer)) return answer;
        // Of two questions side by side that stumble over one size, only the first makes it smaller.
        current = Math.min(current, smaller);
        goodInARow = 0;
      }
    },
  };
}

export type PageSizeFrom = (start: { size: number; good: number }) => PageSize;

/** One size for all pages that a connection reads, since they are read side by side: the first cursor begins it. */
export function learnedPageSize(): PageSizeFrom {
  let learned: PageSize | null = null;
  return (start) => {
    learned ??= pageSize(start);
    return learned;
  };
}

/** Time-outs, PHP's memory and time limits (5xx), bodies that were cut off. */
function mayBeTheSize(problem: StoreProblem): boolean {
  if (problem.kind === 'unreadable') return problem.status === 200;
  return problem.kind === 'unavailable' && (problem.status === null || problem.status >= 500);
}
