import type { UnderWay } from '../../runs/count-under-way';
import { newLedger } from './places';

export interface StartsInTurn {
  startsAMinute: number;
  runsUnderWay: number;
  countUnderWay(): Promise<UnderWay[]>;
  /** Nothing is started any more once it aborts. */
  signal: AbortSignal;
}

export interface WaitingStart {
  tenantId: string;
  /** `news`: a lesser run. `failure`: a lesser run that only tells people of a look that failed. */
  kind: 'news' | 'full' | 'failure';
  /** Never rejects. */
  start(): Promise<void>;
}

/** Runs end by the second; to count them costs a query. */
const COUNT_AGAIN_MS = 2_000;

/** A count that fails passes, but for a database that is away. */
const MOST_FAILED_COUNTS = 3;

/** News goes first, but for every turn of so many: where news never ends, full runs are still begun. */
const OTHERS_EVERY = 4;

/** When a hoster is down, thousands of looks fail at once: that is told to people beside the news, not before it. */
const SHARE_OF_FAILURES = 0.1;

/**
 * Starts runs one after the other, so many a minute, as long as there are places for them. Stores are looked at meanwhile:
 * none waits for another's start.
 */
export function startsInTurn({ startsAMinute, runsUnderWay, countUnderWay, signal }: StartsInTurn) {
  const waiting: Record<WaitingStart['kind'], WaitingStart[]> = { news: [], full: [], failure: [] };
  const count = () => waiting.news.length + waiting.full.length + waiting.failure.length;
  const apartMs = 60_000 / startsAMinute;
  let isClosed = false;
  let turns = 0;
  let failureAfter = Number.NEGATIVE_INFINITY;
  let wake = () => {};
  signal.addEventListener('abort', () => wake(), { once: true });
  const woken = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        if (!signal.aborted) return;
        clearTimeout(timer);
        resolve();
      };
    });

  function next(hasPlace: (start: WaitingStart) => boolean): WaitingStart | null {
    const isOthersTurn = turns % OTHERS_EVERY === OTHERS_EVERY - 1;
    const order = isOthersTurn ? (['failure', 'full', 'news'] as const) : (['news', 'full', 'failure'] as const);
    for (const kind of order) {
      if (kind === 'failure' && performance.now() < failureAfter) continue;
      const at = waiting[kind].findIndex(hasPlace);
      const [start] = at < 0 ? [] : waiting[kind].splice(at, 1);
      if (start === undefined) continue;
      turns++;
      if (kind === 'failure') failureAfter = performance.now() + apartMs / SHARE_OF_FAILURES;
      return start;
    }
    return null;
  }

  async function work(): Promise<void> {
    let ledger = newLedger([], runsUnderWay);
    let countedAt = Number.NEGATIVE_INFINITY;
    let failedCounts = 0;
    while (!signal.aborted) {
      if (count() === 0) {
        if (isClosed) return;
        await woken();
        continue;
      }
      if (performance.now() >= countedAt + COUNT_AGAIN_MS) {
        try {
          ledger = newLedger(await countUnderWay(), runsUnderWay);
          failedCounts = 0;
          countedAt = performance.now();
        } catch (error) {
          if (++failedCounts >= MOST_FAILED_COUNTS) throw error;
          await pause(COUNT_AGAIN_MS);
          continue;
        }
      }
      const start = signal.aborted ? null : next(ledger.hasPlace);
      if (start === null) {
        await pause(COUNT_AGAIN_MS);
        continue;
      }
      ledger.take(start);
      await start.start();
      await pause(apartMs);
    }
  }

  const started = work();
  // Told to who awaits the end.
  started.catch(() => undefined);

  return {
    add(start: WaitingStart): void {
      waiting[start.kind].push(start);
      wake();
    },
    /** No more are added. Answers how many were not begun. */
    async ended(): Promise<number> {
      isClosed = true;
      wake();
      await started;
      return count();
    },
  };
}
