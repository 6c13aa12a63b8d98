import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StartProgram, startProgram } from '../../local/servers/child-program';
import { freePort } from '../../local/servers/free-port';
import { startProcessGuard } from '../../local/servers/process-guard';
import { type Postgres, type PostgresPasswords, startPostgres } from '../../local/servers/start-postgres';
import { startTemporal, type Temporal } from '../../local/servers/start-temporal';

export interface TestServers {
  postgres: Postgres;
  temporal: Temporal;
  /** A temporary folder, removed at the end. */
  dataDir: string;
  /** Ends both and removes all that they wrote. */
  stop(): Promise<void>;
}

/** Of their own, so that no test passes because it knows another role's. */
export const TEST_PASSWORDS: PostgresPasswords = { programs: 'programs', owner: 'owner', superuser: 'superuser' };

/** Nothing here has to survive a crash. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

const DYNAMIC_CONFIG = [
  // Timers are due within a second of their time by default: each retry of an activity would cost a test that second.
  'history.timerProcessorMaxTimeShift="20ms"',
  // Far below the 4,096 by default, so that a test can see a run continue as new; others stay below it or need not mind.
  'limit.historyCount.suggestContinueAsNew=80',
];

/** Killed with -9, PostgreSQL leaves shared memory behind; Temporal keeps nothing, and its own shutdown takes a second. */
const GRACE_MS = { postgres: 5_000, temporal: 0 };

/** One PostgreSQL and one Temporal dev server on free ports, their data in a temporary folder. */
export async function startTestServers(): Promise<TestServers> {
  const dataDir = mkdtempSync(join(tmpdir(), 'catalog-sync-test-'));
  chmodSync(dataDir, 0o711); // run by root, PostgreSQL is another user
  const guard = startProcessGuard();
  const onUnexpectedEnd = (ended: string): boolean => {
    console.error(`${ended} during the tests`);
    return false;
  };
  const start: StartProgram = (spec) => startProgram({ ...spec, guard, onUnexpectedEnd });

  const [postgres, temporal] = await Promise.allSettled([
    startPostgres({
      dataDir,
      port: await freePort(),
      passwords: TEST_PASSWORDS,
      settings: FAST,
      start,
      say: console.log,
    }),
    startTemporal({
      dataDir,
      port: await freePort(),
      uiPort: null,
      persistent: false,
      dynamicConfig: DYNAMIC_CONFIG,
      start,
    }),
  ]);
  const stop = async (): Promise<void> => {
    if (temporal.status === 'fulfilled') await temporal.value.program.stop(GRACE_MS.temporal);
    if (postgres.status === 'fulfilled') await postgres.value.program.stop(GRACE_MS.postgres);
    rmSync(dataDir, { recursive: true, force: true });
  };
  if (postgres.status === 'fulfilled' && temporal.status === 'fulfilled') {
    return { postgres: postgres.value, temporal: temporal.value, dataDir, stop };
  }
  await stop();
  throw [postgres, temporal].find((start) => start.status === 'rejected')?.reason;
}
