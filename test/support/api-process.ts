import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../local/servers/free-port';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import type { Fault } from '../../src/process/fault-points';
import type { SyncWorld } from './sync-world';
import { testTemporal } from './temporal';
import { until } from './until';

export interface ApiProcess {
  url: string;
  /** Null when it could not be started. */
  pid: number | null;
  /** The signal that ended it, when it has ended by itself. */
  ended(): Promise<NodeJS.Signals | null>;
  kill(): Promise<void>;
}

export const API_OPERATOR_KEY = 'an operator key of the tests';

/**
 * Starts the API of the world as the program that production runs, and waits until it is ready. On a port of another's
 * that ended, it is that one's next start.
 */
export async function startApiProcess(
  world: Pick<SyncWorld, 'workerEnvironment'>,
  fault?: Fault,
  port?: number,
): Promise<ApiProcess> {
  port ??= await freePort();
  const { address, namespace } = testTemporal();
  const program = spawn(
    process.execPath,
    ['--require', join(__dirname, 'typescript.cjs'), join(PROJECT_ROOT, 'src/api-server.ts')],
    {
      env: {
        PATH: process.env.PATH,
        ...world.workerEnvironment,
        HOST: '127.0.0.1',
        PORT: String(port),
        OPERATOR_KEY: API_OPERATOR_KEY,
        RATE_LIMIT_PER_MINUTE: '0', // runs are looked at many times a second
        TEMPORAL_ADDRESS: address,
        TEMPORAL_NAMESPACE: namespace,
        LOG_LEVEL: 'error',
        CATALOG_SYNC_FAULT_POINTS: fault,
        NODE_NO_WARNINGS: '1',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const ended = once(program, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await until('the API to be ready', () => {
    const { exitCode, signalCode } = program;
    if (exitCode !== null || signalCode !== null)
      throw new Error(`it ended (${signalCode ?? exitCode}) while it started`);
    return isReady(url);
  });
  return {
    url,
    pid: program.pid ?? null,
    ended: async () => (await ended)[1],
    async kill() {
      program.kill('SIGKILL');
      await ended;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).status === 200;
  } catch {
    return false;
  }
}
