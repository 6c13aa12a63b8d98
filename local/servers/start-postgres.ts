import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { ChildProgram, StartProgram } from './child-program';
import { reachableFolder } from './reachable-folder';
import { type PostgresBinaries, postgresBinaries } from './tools';
import { waitUntilReady } from './wait-until-ready';

export interface PostgresOptions {
  dataDir: string;
  port: number;
  /** Of the superuser and of the role `catalog_sync`; kept by the caller, the cluster outlives a start. */
  password: string;
  /** Lines for postgresql.conf's command line, such as `fsync=off`. */
  settings: string[];
  start: StartProgram;
  say(line: string): void;
}

export interface Postgres {
  program: ChildProgram;
  /** The database `catalog_sync` as the role of that name, which owns it and bypasses nothing. */
  databaseUrl: string;
  /** The database `postgres` as superuser: makes and drops databases. */
  adminUrl: string;
}

/** The role of the programs: the least that owns a database. Row-level security holds for it. */
const ROLE = 'catalog_sync';

/** After a crash PostgreSQL first replays its log. */
const READY_WITHIN_MS = 60_000;

/** Starts the embedded PostgreSQL on 127.0.0.1, after making its cluster, role and database where they are missing. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, port, password } = options;
  const binaries = postgresBinaries();
  const folder = reachableFolder(join(dataDir, 'postgres'), binaries, options.say);
  const cluster = join(folder, 'cluster');
  if (!existsSync(cluster)) makeCluster(folder, cluster, password, binaries);

  const program = options.start({
    name: 'PostgreSQL',
    command: join(binaries.bin, 'postgres'),
    args: ['-D', cluster, '-p', String(port), ...serverSettings(options.settings)],
    env: environment(),
    logFile: join(dataDir, 'logs/postgres.log'),
    stopSignal: 'SIGINT', // "fast": ends sessions and writes a checkpoint; SIGTERM would wait for every client to leave
    user: binaries.runAs,
  });
  const urlOf = (role: string, database: string) => `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  const adminUrl = urlOf('postgres', 'postgres');
  await waitUntilReady(program, READY_WITHIN_MS, () => withClient(adminUrl, async () => {}));
  await withClient(adminUrl, (client) => makeRoleAndDatabase(client, password));
  return { program, adminUrl, databaseUrl: urlOf(ROLE, ROLE) };
}

function serverSettings(settings: string[]): string[] {
  return ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings].flatMap((line) => ['-c', line]);
}

/** Made beside and renamed when whole: an initdb that was interrupted leaves nothing that looks like a cluster. */
function makeCluster(folder: string, cluster: string, password: string, { bin, runAs }: PostgresBinaries): void {
  const unfinished = join(folder, 'unfinished');
  const passwordFile = join(folder, 'password');
  rmSync(unfinished, { recursive: true, force: true });
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (runAs) chownSync(passwordFile, runAs.uid, runAs.gid);
    // The built-in locale sorts and folds the same on every system; the system's own may be missing or differ.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const { status, stderr, error } = spawnSync(join(bin, 'initdb'), ['-D', unfinished, ...locale, ...access], {
      encoding: 'utf8',
      cwd: '/',
      env: environment(),
      ...(runAs && { uid: runAs.uid, gid: runAs.gid }),
    });
    if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr.trim()}`);
    renameSync(unfinished, cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function makeRoleAndDatabase(client: Client, password: string): Promise<void> {
  const role = escapeIdentifier(ROLE);
  const existing = await client.query(
    `select exists (select from pg_roles where rolname = $1::text) as role,
            exists (select from pg_database where datname = $1::text) as database`,
    [ROLE],
  );
  if (!existing.rows[0].role) {
    await client.query(`create role ${role} login nosuperuser nobypassrls password ${escapeLiteral(password)}`);
  }
  if (!existing.rows[0].database) await client.query(`create database ${role} owner ${role}`);
}

async function withClient(url: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {}); // a server that is still starting drops connections; the query's own error tells it
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** A user's own PG… variables and locale must not reach into the embedded server. */
function environment(): NodeJS.ProcessEnv {
  const rest = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'));
  return { ...Object.fromEntries(rest), LC_ALL: 'C' };
}
