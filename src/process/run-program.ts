import { reasonOf } from './reason-of';
import { listenForEnd } from './request-to-end';

/** Says what somebody can do about an error that it knows; null for any other. */
export type Advice = (error: unknown) => string | null;

interface ProgramOptions {
  advice?: readonly Advice[];
  /** For programs whose exit code says more than 1. */
  exitCodeOf?: (error: unknown) => number;
  /** What `main` leaves open, or still under way after a failure, does not keep the process. */
  exitsAtOnce?: boolean;
}

/**
 * Runs a program to its end: exit code 0, unless `main` sets another one. A failure is told on standard error, with what
 * to do where that is known, and ends in exit code 1. SIGTERM and Ctrl-C end the process at once unless `main` listens.
 */
export function runProgram(main: () => Promise<void>, options: ProgramOptions = {}): void {
  const { advice = [], exitCodeOf = () => 1, exitsAtOnce = false } = options;
  const failed = (error: unknown): void => {
    const known = advice.flatMap((adviceOn) => adviceOn(error) ?? []);
    console.error([reasonOf(error), ...known].join('\n'));
    process.exitCode = exitCodeOf(error);
  };
  void main()
    .catch(failed)
    .then(() => {
      if (exitsAtOnce) process.exit();
    });
}

/**
 * Runs a program that serves until SIGTERM or Ctrl-C. Then `stopping` is aborted, and `main` ends in order; to break off
 * by throwing the abort is in order too. Asked once more, the process ends at once.
 */
export function runService(main: (stopping: AbortSignal) => Promise<void>, options: ProgramOptions = {}): void {
  const { signal: stopping } = listenForEnd(['SIGTERM', 'SIGINT'], () => process.exit(1));
  runProgram(async () => {
    try {
      await main(stopping);
    } catch (error) {
      const isStop = stopping.aborted && error instanceof Error && error.name === 'AbortError';
      if (!isStop) throw error;
    }
  }, options);
}
