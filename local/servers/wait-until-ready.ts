import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProgram } from './child-program';
import { loadPerCore } from './load-per-core';

/**
 * Tries until the program answers. Throws with the program's last lines when it ends, or does not answer within the limit,
 * which is that of an idle machine.
 */
export async function waitUntilReady(
  program: ChildProgram,
  limitMs: number,
  tryIt: () => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const failure = await tryIt().then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) return;
    const waitedMs = performance.now() - startedAt;
    if (!program.isRunning() || waitedMs > limitMs * loadPerCore()) {
      const seconds = Math.round(waitedMs / 1000);
      const what = program.isRunning() ? `did not answer within ${seconds} s` : 'ended while it started';
      throw new Error(`${program.name} ${what}. Its last lines:\n${program.lastLines(12)}`, { cause: failure });
    }
    await sleep(50);
  }
}
