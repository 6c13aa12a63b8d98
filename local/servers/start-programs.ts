import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { TASK_QUEUE } from '../../src/model/workflow-ids';
import type { ChildProgram } from './child-program';
import type { Parts } from './parts';
import { PROJECT_ROOT } from './project-root';
import { showErrors } from './show-errors';
import type { TemporalServer } from './start-servers';
import type { Terminal } from './terminal';
import { waitUntilReady } from './wait-until-ready';

export interface ProgramOptions {
  dataDir: string;
  parts: Parts;
  env: NodeJS.ProcessEnv;
  terminal: Terminal;
  /** Aborted when everything ends. */
  end: AbortSignal;
}

/** They load many modules, and two busy cores make that slow. */
const READY_WITHIN_MS = 60_000;

/** `temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW` */
const WORKFLOW_TASKS = 1;

/** Starts the worker and waits until Temporal sees this very process asking for work. */
export async function startWorker(
  options: ProgramOptions,
  { connectionOptions, namespace }: TemporalServer,
): Promise<ChildProgram> {
  const worker = startNode(options, 'the worker', 'worker');
  const connection = Connection.lazy(connectionOptions);
  try {
    await waitUntilReady(worker, READY_WITHIN_MS, async () => {
      const taskQueue = { namespace, taskQueue: { name: TASK_QUEUE }, taskQueueType: WORKFLOW_TASKS };
      const { pollers } = await connection.workflowService.describeTaskQueue(taskQueue);
      // A worker names itself <process>@<machine>.
      const isThere = pollers?.some(({ identity }) => identity?.startsWith(`${worker.pid()}@`));
      if (!isThere) throw new Error('it does not ask for work yet');
    });
  } finally {
    await connection.close();
  }
  options.parts.keep(worker);
  return worker;
}

/** Starts the API and waits until it answers that its database and Temporal are there. */
export async function startApi(options: ProgramOptions, url: string): Promise<ChildProgram> {
  const api = startNode(options, 'the API', 'api-server');
  await waitUntilReady(api, READY_WITHIN_MS, async () => {
    const { status } = await fetch(`${url}/readyz`);
    if (status !== 200) throw new Error(`/readyz answers ${status}`);
  });
  options.parts.keep(api);
  return api;
}

/** Runs the program that creates the schedules; it ends when it has. */
export async function createSchedules({ env, end }: ProgramOptions): Promise<void> {
  const program = join(PROJECT_ROOT, 'dist/src/create-schedules.js');
  try {
    await promisify(execFile)(process.execPath, [program], { env, signal: end, timeout: READY_WITHIN_MS });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trimEnd() : String(error);
    throw new Error(`The schedules could not be created. The last lines:\n${output.split('\n').slice(-12).join('\n')}`);
  }
}

function startNode({ dataDir, parts, env, terminal, end }: ProgramOptions, name: string, file: string): ChildProgram {
  const logFile = join(dataDir, `logs/${file}.log`);
  const args = [join(PROJECT_ROOT, `dist/src/${file}.js`)];
  const program = parts.start({ name, command: process.execPath, args, env, logFile, stopSignal: 'SIGTERM' });
  showErrors(logFile, (text) => terminal.say(`  ${name}: ${text}`), end);
  return program;
}
