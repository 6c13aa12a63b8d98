import { join } from 'node:path';
import { Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { reasonOf } from '../../src/process/reason-of';
import type { ChoosePort } from './free-port';
import type { LocalKeys } from './local-keys';
import type { Parts } from './parts';
import { startPostgres } from './start-postgres';
import { startTemporal } from './start-temporal';
import type { Terminal } from './terminal';
import { temporalCli } from './tools';

export interface Servers {
  database: DatabaseServer;
  temporal: TemporalServer;
}

interface DatabaseServer {
  url: string;
  /** For the migrations; null: the role of `url` owns the schema. */
  ownerUrl: string | null;
  /** False when it is somebody else's server. */
  isOurs: boolean;
}

export interface TemporalServer {
  connectionOptions: ConnectionOptions;
  namespace: string;
  /** Null when it is somebody else's server. */
  webUi: string | null;
  /** The command that talks to it; null when it is somebody else's server. */
  cli: string | null;
  /** How programs find it. */
  environment: NodeJS.ProcessEnv;
}

export interface ServerOptions {
  dataDir: string;
  keys: LocalKeys;
  parts: Parts;
  terminal: Terminal;
  choosePort: ChoosePort;
}

const PORTS = { postgres: 5433, temporal: 7233, webUi: 8233 } as const;
const GIVEN_TEMPORAL_ANSWERS_WITHIN_MS = 10_000;

/**
 * Starts PostgreSQL and Temporal, or takes those that `DATABASE_URL`, with `MIGRATION_DATABASE_URL`, and
 * `TEMPORAL_ADDRESS` name.
 */
export async function startServers(options: ServerOptions): Promise<Servers> {
  const { DATABASE_URL, TEMPORAL_ADDRESS } = process.env;
  const [database, temporal] = await Promise.all([
    DATABASE_URL ? givenDatabase(DATABASE_URL, options) : ownDatabase(options),
    TEMPORAL_ADDRESS ? givenTemporal(TEMPORAL_ADDRESS, options) : ownTemporal(options),
  ]);
  return { database, temporal };
}

/** That it answers is seen by the migrations. */
async function givenDatabase(url: string, { terminal }: ServerOptions): Promise<DatabaseServer> {
  const { host, pathname } = new URL(url);
  terminal.say(`  PostgreSQL       not started: DATABASE_URL names ${host}${pathname}`);
  return { url, ownerUrl: process.env.MIGRATION_DATABASE_URL || null, isOurs: false };
}

async function ownDatabase(options: ServerOptions): Promise<DatabaseServer> {
  const { dataDir, keys, parts, terminal, choosePort } = options;
  const port = await choosePort('PostgreSQL', PORTS.postgres);
  const say = (line: string) => terminal.say(`  ${line}`);
  const { databasePassword: programs, ownerPassword: owner, superuserPassword: superuser } = keys;
  const passwords = { programs, owner, superuser };
  const postgres = { dataDir, port, passwords, settings: [], start: parts.start, say };
  const { program, databaseUrl, ownerUrl } = await terminal.step(
    'PostgreSQL',
    () => startPostgres(postgres),
    () => `ready on 127.0.0.1:${port}`,
  );
  parts.keep(program);
  return { url: databaseUrl, ownerUrl, isOurs: true };
}

async function givenTemporal(address: string, { terminal }: ServerOptions): Promise<TemporalServer> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  terminal.say(`  Temporal         not started: TEMPORAL_ADDRESS names ${address}, namespace ${namespace}`);
  try {
    const connectTimeout = GIVEN_TEMPORAL_ANSWERS_WITHIN_MS;
    const connection = await Connection.connect({ ...connectionOptions, connectTimeout });
    await connection.close();
  } catch (error) {
    throw new Error(`Temporal at ${address} (TEMPORAL_ADDRESS) does not answer: ${reasonOf(error)}`);
  }
  return { connectionOptions, namespace, webUi: null, cli: null, environment: {} };
}

async function ownTemporal({ dataDir, parts, terminal, choosePort }: ServerOptions): Promise<TemporalServer> {
  const port = await choosePort('Temporal', PORTS.temporal);
  const uiPort = await choosePort("Temporal's Web UI", PORTS.webUi);
  const webUi = `http://127.0.0.1:${uiPort}`;
  const { program, address, namespace } = await terminal.step(
    'Temporal',
    () => startTemporal({ dataDir, port, uiPort, persistent: true, start: parts.start }),
    (temporal) => `ready on ${temporal.address}, Web UI ${webUi}`,
  );
  parts.keep(program);
  const cli = `${temporalCli()} --address ${address}`;
  const environment = { ...onlyThisServer(dataDir, address, namespace), TEMPORAL_UI_URL: webUi };
  return { connectionOptions: { address }, namespace, webUi, cli, environment };
}

/** What the user has set up for another server, in variables or in Temporal's configuration file, must not mix in. */
function onlyThisServer(dataDir: string, address: string, namespace: string): NodeJS.ProcessEnv {
  const others = Object.keys(process.env).filter((name) => name.startsWith('TEMPORAL_'));
  return {
    ...Object.fromEntries(others.map((name) => [name, undefined])),
    TEMPORAL_CONFIG_FILE: join(dataDir, 'none.toml'), // a file that is not there is no configuration, an empty one a fault
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
  };
}
