import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type ChildProgram, type StartProgram, startProgram } from '../../local/servers/child-program';
import { freePort } from '../../local/servers/free-port';
import { startProcessGuard } from '../../local/servers/process-guard';
import { startPostgres } from '../../local/servers/start-postgres';
import { startTemporal } from '../../local/servers/start-temporal';
import { migrate } from '../../src/database/migrate';
import { TEST_PASSWORDS } from './servers';
import { offerTemplate } from './test-database';
import { until } from './until';

/** A server of this test file alone, which is started again on its data and port when it ends. */
export interface OwnServer {
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** As after a fail-over: what was committed is there. An operating system’s crash is not meant, hence no fsync. */
const SURVIVES_A_CRASH = ['fsync=off', 'full_page_writes=off', 'max_connections=100'];

/** Gives this test file a PostgreSQL of its own. A crash is its `immediate` shutdown: no checkpoint, sessions just end. */
export async function useOwnPostgres(): Promise<OwnServer> {
  const { dataDir, start, remove } = folder();
  const port = await freePort();
  const settings = SURVIVES_A_CRASH;
  const postgres = await startPostgres({ dataDir, port, passwords: TEST_PASSWORDS, settings, start, say: console.log });
  await migrate(postgres.databaseUrl, postgres.ownerUrl);
  offerTemplate(postgres);
  return {
    crash: () => crash(postgres.program, 'SIGQUIT', () => canConnect(postgres.adminUrl)),
    stop: () => postgres.program.stop(5_000).then(remove),
  };
}

/** Gives this test file a Temporal server of its own, which keeps its workflows in a file. A crash is `kill -9`. */
export async function useOwnTemporal(): Promise<OwnServer> {
  const { dataDir, start, remove } = folder();
  const temporal = await startTemporal({ dataDir, port: await freePort(), uiPort: null, persistent: true, start });
  process.env.TEST_TEMPORAL_ADDRESS = temporal.address;
  process.env.TEST_TEMPORAL_NAMESPACE = temporal.namespace;
  return {
    crash: () => crash(temporal.program, 'SIGKILL', () => true),
    stop: () => temporal.program.stop(0).then(remove),
  };
}

function folder(): { dataDir: string; start: StartProgram; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'catalog-sync-test-'));
  chmodSync(dataDir, 0o711); // run by root, PostgreSQL is another user
  const guard = startProcessGuard();
  return {
    dataDir,
    start: (spec) => startProgram({ ...spec, guard, onUnexpectedEnd: () => true }),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

async function crash(
  program: ChildProgram,
  signal: NodeJS.Signals,
  isBack: () => boolean | Promise<boolean>,
): Promise<void> {
  const pid = program.pid();
  if (pid === null) throw new Error(`${program.name} is not running`);
  process.kill(pid, signal);
  await until(`${program.name} to end and start again`, () => program.pid() !== pid && program.isRunning());
  await until(`${program.name} to answer`, isBack);
}

async function canConnect(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {}); // a server that is still starting drops connections
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
