import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../../src/process/fault-points';
import type { SyncWorld } from './sync-world';
import { until } from './until';

export interface WorkerProcess {
  /** Null when it could not be started. */
  pid: number | null;
  /** When it has ended by itself. */
  ended(): Promise<void>;
  /** When a fault point has halted it. */
  halted(): Promise<void>;
  /** Lets it go on after that. */
  wake(): void;
  /** Sends the signal and answers the exit code when it has ended: null after SIGKILL. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/**
 * Starts a worker of the world as a process of its own. It is at work as soon as the world's runs move, and ends or
 * halts itself at the fault point that it is armed with. One that halts has a single slot, and so asks Temporal for no
 * more work meanwhile: what it got it would hold for another 15 s each time.
 */
export function startWorkerProcess(world: Pick<SyncWorld, 'workerEnvironment'>, fault?: Fault): WorkerProcess {
  const program = spawn(
    process.execPath,
    ['--require', join(__dirname, 'typescript.cjs'), join(__dirname, 'worker-program.ts')],
    {
      env: {
        ...process.env,
        ...world.workerEnvironment,
        CATALOG_SYNC_FAULT_POINTS: fault,
        ...(fault?.endsWith(':hang') && { TEST_ACTIVITY_SLOTS: '1' }),
        NODE_NO_WARNINGS: '1',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const ended = once(program, 'exit');
  return {
    pid: program.pid ?? null,
    async ended() {
      await ended;
    },
    async halted() {
      await until(`worker halts at ${fault}`, () => {
        const { exitCode, signalCode } = program;
        if (exitCode !== null || signalCode !== null)
          throw new Error(`it ended (${signalCode ?? exitCode}) before ${fault}`);
        return stateOf(program.pid) === 'T';
      });
    },
    wake() {
      program.kill('SIGCONT');
    },
    async end(signal) {
      if (program.exitCode === null && program.signalCode === null) program.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}

/** T: stopped by a signal. */
function stateOf(pid: number | undefined): string | undefined {
  return /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
}
