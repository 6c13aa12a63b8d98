import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './project-root';

export type GuardMessage = { kind: 'watch'; pid: number; stopSignal: NodeJS.Signals } | { kind: 'forget'; pid: number };

/** Ends the watched processes when this one ends, in whatever way. */
export interface ProcessGuard {
  watch(pid: number, stopSignal: NodeJS.Signals): void;
  forget(pid: number): void;
}

export interface RunningGuard extends ProcessGuard {
  /** It lives until everything that it watches has ended. */
  pid: number;
}

/** Tests load this file uncompiled, and plain Node runs only the compiled program. */
const PROGRAM = join(PROJECT_ROOT, 'dist/local/servers/guard-program.js');

/** Starts the guard, a small process in a group of its own: neither Ctrl-C in the terminal nor our end ends it before its work. */
export function startProcessGuard(): RunningGuard {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run \`npm run build\`.`);
  const guard = fork(PROGRAM, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  if (guard.pid === undefined) throw new Error(`${PROGRAM} could not be started.`);
  guard.unref();
  guard.channel?.unref();
  const tell = (message: GuardMessage): void => {
    if (guard.connected) guard.send(message);
  };
  return {
    pid: guard.pid,
    watch: (pid, stopSignal) => tell({ kind: 'watch', pid, stopSignal }),
    forget: (pid) => tell({ kind: 'forget', pid }),
  };
}
