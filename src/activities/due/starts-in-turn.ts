export interface StartsInTurn {
  startsAMinute: number;
  runsUnderWay: number;
  countUnderWay(): Promise<number>;
  /** Nothing is started any more once it aborts. */
  signal: AbortSignal;
}

export interface WaitingStart {
  /** Goes before the others. */
  isUrgent: boolean;
  /** Never rejects. */
  start(): Promise<void>;
}

/** Runs end by the second; to count them costs a query. */
const COUNT_AGAIN_MS = 2_000;

/**
 * Starts runs one after the other, so many a minute, as long as there are places for them. Stores are looked at meanwhile:
 * none waits for another's start.
 */
export function startsInTurn({ startsAMinute, runsUnderWay, countUnderWay, signal }: StartsInTurn) {
  const urgent: WaitingStart[] = [];
  const others: WaitingStart[] = [];
  let isClosed = false;
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

  async function work(): Promise<void> {
    let places = 0;
    while (!signal.aborted) {
      if (urgent.length + others.length === 0) {
        if (isClosed) return;
        await woken();
        continue;
      }
      if (places <= 0) places = runsUnderWay - (await countUnderWay());
      if (places <= 0) {
        await pause(COUNT_AGAIN_MS);
        continue;
      }
      places--;
      await (urgent.shift() ?? others.shift())?.start();
      await pause(60_000 / startsAMinute);
    }
  }

  const started = work();
  // Told to who awaits the end.
  started.catch(() => undefined);

  return {
    add(start: WaitingStart): void {
      (start.isUrgent ? urgent : others).push(start);
      wake();
    },
    /** No more are added. Answers how many were not begun. */
    async ended(): Promise<number> {
      isClosed = true;
      wake();
      await started;
      return urgent.length + others.length;
    },
  };
}
