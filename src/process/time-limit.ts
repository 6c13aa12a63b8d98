export interface TimeLimit {
  signal: AbortSignal;
  /** The time was over before the caller ended it. */
  isOver(): boolean;
  /** Aborts at once, for whoever uses the signal. */
  end(): void;
  /** Nothing is aborted any more, and nothing of it is held. */
  clear(): void;
}

/**
 * Aborts with the caller's signal, or after so long. `AbortSignal.any` with `AbortSignal.timeout` does not do: a signal of
 * `any` refers to its sources weakly, so in Node 20 a time-out that nobody else holds is collected as garbage and never
 * comes (a sweep of 10,000 stores went on behind its end); and each signal lives as long as the caller's, which may be a
 * run's: hours.
 */
export function timeLimit(caller: AbortSignal, ms: number): TimeLimit {
  const controller = new AbortController();
  const { signal } = controller;
  const end = () => controller.abort();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = !signal.aborted;
    end();
  }, ms);
  // Whoever waits for an answer has a socket that is open.
  timer.unref();
  if (caller.aborted) end();
  else caller.addEventListener('abort', end, { once: true });
  return {
    signal,
    isOver: () => isOver,
    end,
    clear() {
      clearTimeout(timer);
      caller.removeEventListener('abort', end);
    },
  };
}
