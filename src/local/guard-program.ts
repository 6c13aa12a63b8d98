import type { GuardMessage } from './process-guard';

/**
 * Outlives the program that started it, in order to end what that program can no longer end: a program killed with -9
 * runs no handler, but its end of the channel closes. The last one started ends first.
 */
const watched = new Map<number, NodeJS.Signals>();

/** PostgreSQL needs a moment for its shutdown checkpoint; after this nothing is waited for. */
const GRACE_MS = 8_000;

process.on('message', (message: GuardMessage) => {
  if (message.kind === 'watch') watched.set(message.pid, message.stopSignal);
  else watched.delete(message.pid);
});

process.on('disconnect', async () => {
  for (const [pid, stopSignal] of [...watched].reverse()) await end(pid, stopSignal);
  process.exit(0);
});

async function end(pid: number, stopSignal: NodeJS.Signals): Promise<void> {
  send(pid, stopSignal);
  const deadline = Date.now() + GRACE_MS;
  while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  send(-pid, 'SIGKILL'); // the whole process group: nothing that it started stays either
}

function isAlive(pid: number): boolean {
  return send(pid, 0);
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // gone already
  }
}
