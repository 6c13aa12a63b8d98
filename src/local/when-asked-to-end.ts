export interface EndRequest {
  /** Aborted at the first request to end. */
  signal: AbortSignal;
  /** Resolves with it. */
  asked: Promise<void>;
}

/** In a terminal Ctrl-C reaches this process twice: by the terminal, and by npm, which passes it on. */
const SAME_REQUEST_MS = 500;

const npmIsGone = (parent: number) => process.env.npm_lifecycle_event === 'start' && process.ppid !== parent;
const LOOK_FOR_NPM_EVERY_MS = 1_000;

/** Listens for Ctrl-C, SIGTERM, a closed terminal and the death of npm; `onHurry` is called when asked once more. */
export function whenAskedToEnd(onHurry: () => void): EndRequest {
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
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, ask);

  const parent = process.ppid;
  const lookForNpm = setInterval(() => {
    if (!request.signal.aborted && npmIsGone(parent)) ask();
  }, LOOK_FOR_NPM_EVERY_MS);
  lookForNpm.unref();

  const asked = new Promise<void>((resolve) => {
    request.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return { signal: request.signal, asked };
}
