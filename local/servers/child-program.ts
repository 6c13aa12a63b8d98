import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessGuard } from './process-guard';

export interface ProgramSpec {
  /** For messages: "the worker", "PostgreSQL". */
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Gets everything that the program prints. */
  logFile: string;
  stopSignal: NodeJS.Signals;
  guard: ProcessGuard;
  /** As whom the program runs, when not as ourselves. */
  user?: { uid: number; gid: number } | null;
  /** Called after an end that was not asked for; true starts the program again. */
  onUnexpectedEnd?: (ended: string) => boolean;
}

export interface ChildProgram {
  name: string;
  /** Null while it is not running; another number after each restart. */
  pid(): number | null;
  isRunning(): boolean;
  /** The end of what it printed, for the message that says why it could not start. */
  lastLines(count: number): string;
  /** Asks it to stop and kills it, with all that it started, when it has not within the grace. */
  stop(graceMs: number): Promise<void>;
}

/** What a part of local mode says about its program; whoever keeps the parts adds the rest. */
export type StartProgram = (spec: Omit<ProgramSpec, 'guard' | 'onUnexpectedEnd'>) => ChildProgram;

/** A program that dies at once every time must not keep a core busy: after a short life the delay doubles. */
const RESTART_DELAY = { firstMs: 1_000, longestMs: 30_000, shortLifeMs: 10_000 } as const;

/**
 * Starts a program in a process group of its own, so that Ctrl-C in the terminal reaches only us and parts end in
 * order. It prints into its log file directly: nothing of it passes through this process.
 */
export function startProgram(spec: ProgramSpec): ChildProgram {
  let stopping = false;
  let running: { process: ChildProcess; pid: number } | null = null;
  let delayMs: number = RESTART_DELAY.firstMs;
  mkdirSync(dirname(spec.logFile), { recursive: true });

  const start = (logMode: 'w' | 'a'): void => {
    const log = openSync(spec.logFile, logMode, 0o600);
    const child = spawn(spec.command, spec.args, {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: spec.user ? '/' : process.cwd(),
      env: spec.env,
      ...(spec.user && { uid: spec.user.uid, gid: spec.user.gid }),
    });
    closeSync(log);
    const { pid } = child;
    if (pid === undefined) {
      child.once('error', (error) => spec.onUnexpectedEnd?.(`${spec.name} could not be started: ${error.message}`));
      return;
    }
    running = { process: child, pid };
    spec.guard.watch(pid, spec.stopSignal);
    const startedAt = performance.now();
    child.once('exit', (code, signal) => {
      spec.guard.forget(pid);
      running = null;
      if (stopping) return;
      const again = spec.onUnexpectedEnd?.(`${spec.name} ended (${signal ?? `exit code ${code}`})`);
      if (!again) return;
      if (performance.now() - startedAt > RESTART_DELAY.shortLifeMs) delayMs = RESTART_DELAY.firstMs;
      void sleep(delayMs).then(() => stopping || start('a'));
      delayMs = Math.min(2 * delayMs, RESTART_DELAY.longestMs);
    });
  };
  start('w');

  return {
    name: spec.name,
    pid: () => running?.pid ?? null,
    isRunning: () => running !== null,
    lastLines: (count) => readFileSync(spec.logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n'),
    async stop(graceMs) {
      stopping = true;
      if (!running) return;
      const { process: child, pid } = running;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill(spec.stopSignal);
      await Promise.race([ended, sleep(graceMs, null, { ref: false })]);
      killGroup(pid);
      await ended;
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The usual case: the group has ended with its leader.
  }
}
