export interface RequestToEnd {
  /** Aborted at the first request to end. */
  signal: AbortSignal;
  /** Asks as one of the process's signals does. */
  ask(): void;
}

/** In a terminal Ctrl-C reaches a process twice: by the terminal, and by npm, which passes it on. */
const SAME_REQUEST_MS = 500;

/** Listens for these signals; `onHurry` is called when the process is asked once more. */
export function listenForEnd(names: readonly NodeJS.Signals[], onHurry: () => void): RequestToEnd {
  const request = new AbortController();
  let askedAt = 0;
  const ask = (): void => {
    if (!request.signal.aborted) {
      askedAt = performance.now();
      request.abort();
    } else if (performance.now() - askedAt > SAME_REQUEST_MS) {
      onHurry();
    }
  };
  for (const name of names) process.on(name, ask);
  return { signal: request.signal, ask };
}
