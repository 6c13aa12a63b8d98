import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../src/database/migrate';
import { reasonOf } from '../../src/process/reason-of';
import { runProgram } from '../../src/process/run-program';
import { readSettings } from '../../src/process/settings';
import { runDemo } from '../demo/run-demo';
import { startSimulators } from '../demo/start-simulators';
import { portChooser } from '../servers/free-port';
import { localKeys } from '../servers/local-keys';
import { localParts, type Parts } from '../servers/parts';
import { startProcessGuard } from '../servers/process-guard';
import { programEnvironment } from '../servers/program-environment';
import { createSchedules, startApi, startWorker } from '../servers/start-programs';
import { type Servers, startServers } from '../servers/start-servers';
import { openTerminal } from '../servers/terminal';
import { whenAskedToEnd } from '../servers/when-asked-to-end';
import { chooseApiAddress, chooseSimulatorPorts } from './choose-addresses';
import { claimDataFolder } from './claim-data-folder';
import { closingWords } from './closing-words';
import { keepPrivate } from './keep-private';
import { type StartOptions, startOptions, USAGE, UsageError } from './start-options';

const terminal = openTerminal(process.stdout);
const { say, step } = terminal;

/** `npm start`: everything on one machine, in the foreground, until Ctrl-C. */
async function main(): Promise<void> {
  const options = startOptions(process.argv.slice(2));
  const dataDir = resolve(readSettings(['dataDir']).dataDir);
  const guard = startProcessGuard();
  const parts = localParts(guard, terminal);
  const end = whenAskedToEnd(() => void parts.hurry());
  try {
    await claimDataFolder(dataDir, guard.pid, say);
    keepPrivate(dataDir, say);
    await Promise.race([startEverything(options, { dataDir, parts, end: end.signal }), end.asked]);
    await end.asked;
  } catch (error) {
    await sleep(100); // Ctrl-C may end initdb before we hear of it
    if (!end.signal.aborted) {
      await parts.end();
      say('');
      throw error;
    }
  }
  terminal.live([]);
  say('\nEnding everything ...');
  await parts.end();
  say('Everything has ended.');
}

interface Household {
  dataDir: string;
  parts: Parts;
  end: AbortSignal;
}

async function startEverything(options: StartOptions, { dataDir, parts, end }: Household): Promise<void> {
  say('Start');
  const keys = localKeys(dataDir);
  const choosePort = portChooser((line) => say(`  ${line}`));
  const api = await chooseApiAddress(options, choosePort);
  const simulatorPorts = options.demo ? await chooseSimulatorPorts(dataDir, choosePort) : null;

  const [servers, simulators] = await Promise.all([
    startServers({ dataDir, keys, parts, terminal, choosePort }),
    simulatorPorts && step('demo stores', () => startSimulators({ dataDir, parts, ports: simulatorPorts }), ready),
  ]);
  await step(
    'migrations',
    () => migrateDatabase(servers.database),
    ({ applied }) => (applied === 0 ? 'up to date' : `${applied} ran`),
  );
  const env = programEnvironment(keys, servers, api, simulators && `${simulators.shopify}/shops/{shop}`);
  const programs = { dataDir, parts, env, terminal, end };
  await Promise.all([
    step('worker', () => startWorker(programs, servers.temporal), ready),
    step('API', () => startApi(programs, api.url), ready),
    step('schedules', () => createSchedules(programs), ready),
  ]);

  const operatorKey = env.OPERATOR_KEY ?? keys.operatorKey;
  const demo = simulators && (await runDemo({ dataDir, apiUrl: api.url, operatorKey, simulators }, terminal, end));
  const isOperatorKeyGiven = operatorKey !== keys.operatorKey;
  say(closingWords({ dataDir, apiUrl: api.url, servers, isOperatorKeyGiven, simulators, demo }));
}

async function migrateDatabase({ url, ownerUrl }: Servers['database']): Promise<{ applied: number }> {
  try {
    return await migrate(url, ownerUrl);
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new Error(`The migrations could not run on ${host}${pathname}: ${reasonOf(error)}`, { cause: error });
  }
}

const ready = (): string => 'ready';

runProgram(main, {
  advice: [(error) => (error instanceof UsageError ? USAGE : null)],
  exitCodeOf: (error) => (error instanceof UsageError ? 2 : 1),
  exitsAtOnce: true,
});
