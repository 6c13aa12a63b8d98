import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../src/model/search-attributes';
import type { ChildProgram, StartProgram } from './child-program';
import { temporalCli } from './tools';
import { waitUntilReady } from './wait-until-ready';

export interface TemporalOptions {
  dataDir: string;
  port: number;
  /** Null runs without the Web UI. */
  uiPort: number | null;
  /** Whether workflows outlive this start, in a file of the data folder. */
  persistent: boolean;
  /** Lines of dynamic configuration beside those that the sync itself needs. */
  dynamicConfig?: readonly string[];
  start: StartProgram;
}

export interface Temporal {
  program: ChildProgram;
  address: string;
  namespace: string;
}

const NAMESPACE = 'default';

const DYNAMIC_CONFIG = [
  // 20 polls a second by default, which costs 50 ms a step; raised, a step takes 17–22 ms (measured).
  'history.transferProcessorMaxPollRPS=2000',
  'history.transferProcessorMaxPollHostRPS=10000',
  'matching.enableFairness=true', // off by default: one tenant's backlog would hold up all others
  'frontend.WorkflowPauseEnabled=true',
];

/** The first start with a database file makes its schema: about 1 s here, more on a slow disk. */
const READY_WITHIN_MS = 30_000;

/** Starts Temporal's dev server on 127.0.0.1 with the search attributes registered, and waits until it answers. */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  mkdirSync(options.dataDir, { recursive: true });
  const program = options.start({
    name: 'Temporal',
    command: temporalCli(),
    args: ['server', 'start-dev', ...flags(options)],
    env: process.env,
    logFile: join(options.dataDir, 'logs/temporal.log'),
    stopSignal: 'SIGTERM',
  });
  const address = `127.0.0.1:${options.port}`;
  await waitUntilReady(program, READY_WITHIN_MS, () => askForNamespace(address));
  return { program, address, namespace: NAMESPACE };
}

function flags({ port, uiPort, persistent, dataDir, dynamicConfig = [] }: TemporalOptions): string[] {
  return [
    ...['--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn'],
    ...(uiPort === null
      ? ['--headless']
      : ['--ui-ip', '127.0.0.1', '--ui-port', String(uiPort), '--ui-disable-news-fetch']),
    ...(persistent ? ['--db-filename', join(dataDir, 'temporal.db')] : []),
    ...[...DYNAMIC_CONFIG, ...dynamicConfig].flatMap((line) => ['--dynamic-config-value', line]),
    ...Object.values(SEARCH_ATTRIBUTES).flatMap(({ name }) => ['--search-attribute', `${name}=Keyword`]),
  ];
}

/** The port answers before the namespace is there: a worker that starts in between fails. */
async function askForNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    await connection.workflowService.describeNamespace({ namespace: NAMESPACE });
  } finally {
    await connection.close();
  }
}
