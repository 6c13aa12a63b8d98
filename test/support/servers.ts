import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/local/free-port';
import { startProcessGuard } from '../../src/local/process-guard';
import { type Postgres, startPostgres } from '../../src/local/start-postgres';
import { startTemporal, type Temporal } from '../../src/local/start-temporal';

export interface TestServers {
  postgres: Postgres;
  temporal: Temporal;
  /** A temporary folder, removed at the end. */
  dataDir: string;
  /** Ends both and removes all that they wrote. */
  stop(): Promise<void>;
}

/** Nothing here has to survive a crash. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/** Killed with -9, PostgreSQL leaves shared memory behind; Temporal keeps nothing, and its own shutdown takes a second. */
const GRACE_MS = { postgres: 5_000, temporal: 0 };

/** One PostgreSQL and one Temporal dev server on free ports, their data in a temporary folder. */
export async function startTestServers(): Promise<TestServers> {
  const dataDir = mkdtempSync(join(tmpdir(), 'catalog-sync-test-'));
  chmodSync(dataDir, 0o711); // run by root, PostgreSQL is another user
  const guard = startProcessGuard();
  const onUnexpectedEnd = (ended: string): void => console.error(`${ended} during the tests`);

  const [postgres, temporal] = await Promise.allSettled([
    startPostgres({
      dataDir,
      port: await freePort(),
      password: 'test',
      settings: FAST,
      guard,
      say: console.log,
      onUnexpectedEnd,
    }),
    startTemporal({ dataDir, port: await freePort(), uiPort: null, persistent: false, guard, onUnexpectedEnd }),
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
