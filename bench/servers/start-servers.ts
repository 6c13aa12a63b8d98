import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StartProgram, startProgram } from '../../local/servers/child-program';
import { freePort } from '../../local/servers/free-port';
import { startProcessGuard } from '../../local/servers/process-guard';
import { type Postgres, startPostgres } from '../../local/servers/start-postgres';
import { startTemporal, type Temporal } from '../../local/servers/start-temporal';
import { type Stores, startStores } from '../stores/start-stores';

export interface Servers {
  postgres: Postgres;
  temporal: Temporal;
  stores: Stores;
  /** Starts a program that ends with the bench, however that ends. */
  start: StartProgram;
  dataDir: string;
  stop(): Promise<void>;
}

/**
 * The same for every contestant. Durability is as it comes; room for a whole round between two checkpoints, so that
 * none of them falls into one contestant's run by chance.
 */
export const POSTGRES_SETTINGS = [
  'fsync=on',
  'synchronous_commit=on',
  'shared_buffers=512MB',
  'max_wal_size=8GB',
  'checkpoint_timeout=30min',
  'max_connections=100',
  'shared_preload_libraries=pg_stat_statements',
];

const GRACE_MS = 20_000;

/** One PostgreSQL, one Temporal dev server and the simulated stores, their data in a temporary folder. */
export async function startServers({ temporalInMemory }: { temporalInMemory: boolean }): Promise<Servers> {
  const dataDir = mkdtempSync(join(tmpdir(), 'catalog-sync-bench-'));
  chmodSync(dataDir, 0o711); // run by root, PostgreSQL is another user
  const guard = startProcessGuard();
  const password = () => randomBytes(12).toString('hex');
  const onUnexpectedEnd = (ended: string): boolean => {
    console.error(`${ended} during the benchmark; see ${dataDir}/logs`);
    return false;
  };
  const start: StartProgram = (spec) => startProgram({ ...spec, guard, onUnexpectedEnd });

  const temporal = await startTemporal({
    dataDir,
    port: await freePort(),
    uiPort: null,
    persistent: !temporalInMemory,
    start,
  });
  const postgres = await startPostgres({
    dataDir,
    port: await freePort(),
    passwords: { programs: password(), owner: password(), superuser: password() },
    settings: POSTGRES_SETTINGS,
    start,
    say: console.log,
  });
  const stores = await startStores(join(dataDir, 'logs/stores.log'));
  return {
    postgres,
    temporal,
    stores,
    start,
    dataDir,
    async stop() {
      stores.stop();
      await Promise.all([temporal.program.stop(GRACE_MS), postgres.program.stop(GRACE_MS)]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
