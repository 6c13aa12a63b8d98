import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, DatabaseError, escapeIdentifier, escapeLiteral } from 'pg';
import type { ChildProgram, StartProgram } from './child-program';
import { reachableFolder } from './reachable-folder';
import { type PostgresBinaries, postgresBinaries } from './tools';
import { waitUntilReady } from './wait-until-ready';

export interface PostgresOptions {
  dataDir: string;
  port: number;
  /** Kept by the caller, the cluster outlives a start. */
  passwords: PostgresPasswords;
  /** Lines for postgresql.conf's command line, such as `fsync=off`. */
  settings: string[];
  start: StartProgram;
  say(line: string): void;
}

/** Each role has one of its own: who knows that of the programs may no more than they do. */
export interface PostgresPasswords {
  programs: string;
  owner: string;
  superuser: string;
}

export interface Postgres {
  program: ChildProgram;
  /** The database `catalog_sync` as the programs' role, which owns nothing and uses what `migrate` grants it. */
  databaseUrl: string;
  /** The same as the role `catalog_sync`, which owns it, migrates and bypasses nothing. */
  ownerUrl: string;
  /** The database `postgres` as superuser: makes and drops databases. */
  adminUrl: string;
}

/** Of the database as well. It is the least that owns a database: row-level security holds for it. */
const OWNER = 'catalog_sync';
const PROGRAMS = 'catalog_sync_programs';
const SUPERUSER = 'postgres';

/** After a crash PostgreSQL first replays its log. */
const READY_WITHIN_MS = 60_000;

/** Starts the embedded PostgreSQL on 127.0.0.1, after making its cluster, roles and database where they are missing. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, port, passwords } = options;
  const binaries = postgresBinaries();
  const folder = reachableFolder(join(dataDir, 'postgres'), binaries, options.say);
  const cluster = join(folder, 'cluster');
  if (!existsSync(cluster)) makeCluster(folder, cluster, passwords.superuser, binaries);

  const program = options.start({
    name: 'PostgreSQL',
    command: join(binaries.bin, 'postgres'),
    args: ['-D', cluster, '-p', String(port), ...serverSettings(options.settings)],
    env: environment(),
    logFile: join(dataDir, 'logs/postgres.log'),
    stopSignal: 'SIGINT', // "fast": ends sessions and writes a checkpoint; SIGTERM would wait for every client to leave
    user: binaries.runAs,
  });
  const urlOf = (role: string, password: string, database = OWNER) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  const adminUrl = urlOf(SUPERUSER, passwords.superuser, 'postgres');
  const firstUrl = urlOf(SUPERUSER, passwords.programs, 'postgres');
  await waitUntilReady(program, READY_WITHIN_MS, () => withClient(adminUrl, async () => {}, firstUrl));
  await withClient(adminUrl, (client) => makeRolesAndDatabase(client, passwords), firstUrl);
  return {
    program,
    adminUrl,
    ownerUrl: urlOf(OWNER, passwords.owner),
    databaseUrl: urlOf(PROGRAMS, passwords.programs),
  };
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

async function makeRolesAndDatabase(client: Client, passwords: PostgresPasswords): Promise<void> {
  const owner = escapeIdentifier(OWNER);
  await giveRole(client, OWNER, passwords.owner);
  await giveRole(client, PROGRAMS, passwords.programs);
  await client.query(`alter role ${escapeIdentifier(SUPERUSER)} password ${escapeLiteral(passwords.superuser)}`);
  const { rowCount } = await client.query('select from pg_database where datname = $1::text', [OWNER]);
  if (rowCount === 0) await client.query(`create database ${owner} owner ${owner}`);
  await client.query(`revoke temporary on database ${owner} from public`);
}

/** Sets the password at each start: a data folder of 0.1 has one for all roles. */
async function giveRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1::text', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  const may = 'login nosuperuser nobypassrls nocreatedb nocreaterole';
  await client.query(`${verb} role ${escapeIdentifier(role)} ${may} password ${escapeLiteral(password)}`);
}

/** SQLSTATE of a wrong password. */
const WRONG_PASSWORD = '28P01';

/** A cluster of 0.1 still has the superuser's first password: `firstUrl` has it. */
async function withClient(url: string, use: (client: Client) => Promise<void>, firstUrl: string): Promise<void> {
  try {
    await withConnection(url, use);
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === WRONG_PASSWORD)) throw error;
    await withConnection(firstUrl, use);
  }
}

async function withConnection(url: string, use: (client: Client) => Promise<void>): Promise<void> {
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
