import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Fault } from '../../src/fault-points';
import type { SyncWorld } from './sync-world';

export interface WorkerProcess {
  /** When it has ended by itself. */
  ended(): Promise<void>;
  /** Sends the signal and answers the exit code when it has ended: null after SIGKILL. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/**
 * Starts a worker of the world as a process of its own. It is at work as soon as the world's runs move, and ends or
 * halts itself at the fault point that it is armed with.
 */
export function startWorkerProcess(world: Pick<SyncWorld, 'workerEnvironment'>, fault?: Fault): WorkerProcess {
  const program = spawn(
    process.execPath,
    ['--require', join(__dirname, 'typescript.cjs'), join(__dirname, 'worker-program.ts')],
    {
      env: { ...process.env, ...world.workerEnvironment, CATALOG_SYNC_FAULT_POINTS: fault, NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const ended = once(program, 'exit');
  return {
    async ended() {
      await ended;
    },
    async end(signal) {
      if (program.exitCode === null && program.signalCode === null) program.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}
