import { setTimeout as sleep } from 'node:timers/promises';
import type { GuardMessage } from './process-guard';

/**
 * Outlives the program that started it, in order to end what that program can no longer end: a program killed with -9
 * runs no handler, but its end of the channel closes.
 */
const watched = new Map<number, NodeJS.Signals>();

/** PostgreSQL needs a moment for its shutdown checkpoint; after this nothing is waited for. */
const GRACE_MS = 6_000;

process.on('message', (message: GuardMessage) => {
  if (message.kind === 'watch') watched.set(message.pid, message.stopSignal);
  else watched.delete(message.pid);
});

process.on('disconnect', async () => {
  for (const [pid, stopSignal] of watched) send(pid, stopSignal);
  const deadline = Date.now() + GRACE_MS;
  while (Date.now() < deadline && [...watched.keys()].some((pid) => send(pid, 0))) await sleep(50);
  for (const pid of watched.keys()) send(-pid, 'SIGKILL'); // the process group: nothing that it started stays either
  process.exit(0);
});

/** Answers whether the process is still there. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
