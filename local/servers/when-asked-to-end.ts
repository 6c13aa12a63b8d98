import { readFileSync } from 'node:fs';

export interface EndRequest {
  /** Aborted at the first request to end. */
  signal: AbortSignal;
  /** Resolves with it. */
  asked: Promise<void>;
}

/** In a terminal Ctrl-C reaches this process twice: by the terminal, and by npm, which passes it on. */
const SAME_REQUEST_MS = 500;

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

  // Killed with -9, `npm start` passes nothing on, and nobody would be left to press Ctrl-C.
  const npm = npmProcess();
  const lookForNpm = setInterval(() => {
    if (npm === null || runs(npm)) return;
    clearInterval(lookForNpm);
    if (!request.signal.aborted) ask();
  }, LOOK_FOR_NPM_EVERY_MS);
  lookForNpm.unref();

  const asked = new Promise<void>((resolve) => {
    request.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return { signal: request.signal, asked };
}

/** The npm that runs this program, if it does. It starts programs by a shell, which on some systems stays in between. */
function npmProcess(): number | null {
  if (process.env.npm_lifecycle_event !== 'start') return null;
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const [, shellsParent] = /^\d+ \(sh\) \S (\d+)/.exec(stat) ?? [];
    return shellsParent ? Number(shellsParent) : process.ppid;
  } catch {
    return process.ppid;
  }
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
