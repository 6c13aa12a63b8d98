import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProgram } from './child-program';

/** Tries until the program answers. Throws with the program's last lines when it ends, or does not answer in time. */
export async function waitUntilReady(
  program: ChildProgram,
  limitMs: number,
  tryIt: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const failure = await tryIt().then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) return;
    if (!program.isRunning() || Date.now() > deadline) {
      const what = program.isRunning() ? `did not answer within ${limitMs / 1000} s` : 'ended while it started';
      throw new Error(`${program.name} ${what}. Its last lines:\n${program.lastLines(12)}`, { cause: failure });
    }
    await sleep(50);
  }
}
