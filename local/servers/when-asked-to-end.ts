import { readFileSync } from 'node:fs';
import { listenForEnd } from '../../src/process/request-to-end';

export interface EndRequest {
  /** Aborted at the first request to end. */
  signal: AbortSignal;
  /** Resolves with it. */
  asked: Promise<void>;
}

const LOOK_FOR_NPM_EVERY_MS = 1_000;

/** Listens for Ctrl-C, SIGTERM, a closed terminal and the death of npm; `onHurry` is called when asked once more. */
export function whenAskedToEnd(onHurry: () => void): EndRequest {
  const { signal, ask } = listenForEnd(['SIGINT', 'SIGTERM', 'SIGHUP'], onHurry);

  // Killed with -9, `npm start` passes nothing on, and nobody would be left to press Ctrl-C.
  const npm = npmProcess();
  const lookForNpm = setInterval(() => {
    if (npm === null || runs(npm)) return;
    clearInterval(lookForNpm);
    if (!signal.aborted) ask();
  }, LOOK_FOR_NPM_EVERY_MS);
  lookForNpm.unref();

  const asked = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return { signal, asked };
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
