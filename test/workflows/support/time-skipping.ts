import { dirname, join } from 'node:path';
import { Client, Connection, type WorkflowClient } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { type ChildProgram, startProgram } from '../../../local/servers/child-program';
import { freePort } from '../../../local/servers/free-port';
import { startProcessGuard } from '../../../local/servers/process-guard';
import { waitUntilReady } from '../../../local/servers/wait-until-ready';
import { registeredSearchAttributes } from '../../../src/temporal/registered-search-attributes';
import { environmentVariable } from '../../support/environment-variable';

const NAMESPACE = 'default';
export const TASK_QUEUE = 'workflow-tests';

/** A server of its own for a test file, because time is one for all that runs on it, with a worker for the workflows. */
export interface TimeSkipping {
  /** Skips no time. */
  plain: WorkflowClient;
  /** Skips time while it waits for a result, whenever no worker has anything in hand. */
  skipping: WorkflowClient;
  /** Lets time go by. */
  skip(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** It takes a fraction of a second; the SDK would give up after 5 s, which a busy machine may need. */
const READY_WITHIN_MS = 30_000;

/** Starts in about half a second. */
export async function startTimeSkipping(activities: object): Promise<TimeSkipping> {
  const { program, environment } = await startServer();
  const { connection, nativeConnection } = environment;
  // Of an attribute that it does not know the server refuses the value each time, and the workflow hangs.
  await registeredSearchAttributes({ connection, namespace: NAMESPACE, warn: console.warn }).register();
  const worker = await Worker.create({
    connection: nativeConnection,
    namespace: NAMESPACE,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: environmentVariable('TEST_TIME_SKIPPING_BUNDLE') },
    activities,
    maxHeartbeatThrottleInterval: 10,
  });
  const ended = worker.run();
  return {
    plain: new Client({ connection, namespace: NAMESPACE }).workflow,
    skipping: environment.client.workflow,
    skip: (ms) => environment.sleep(ms),
    async close() {
      worker.shutdown();
      await ended;
      await environment.teardown();
      await program.stop(0);
    },
  };
}

/** What the SDK has for this leaves its server behind when the tests are killed: this one is guarded, as all others. */
async function startServer(): Promise<{ program: ChildProgram; environment: TestWorkflowEnvironment }> {
  const port = await freePort();
  const program = startProgram({
    name: 'the time-skipping server',
    command: environmentVariable('TEST_TIME_SKIPPING_SERVER'),
    args: [String(port)],
    env: process.env,
    logFile: join(dirname(environmentVariable('TEST_TIME_SKIPPING_BUNDLE')), `server-${port}.log`),
    stopSignal: 'SIGTERM',
    guard: startProcessGuard(),
  });
  const address = `127.0.0.1:${port}`;
  await waitUntilReady(program, READY_WITHIN_MS, async () => {
    await (await Connection.connect({ address, connectTimeout: 2_000 })).close();
  });
  const server = { type: 'existing' } as const;
  const environment = await sdk.create({ server, address, namespace: NAMESPACE, supportsTimeSkipping: true });
  return { program, environment };
}

/** To use a server that is there is offered for those that skip no time; the types keep what is below that to itself. */
const sdk = TestWorkflowEnvironment as unknown as {
  create(options: {
    server: { type: 'existing' };
    address: string;
    namespace: string;
    supportsTimeSkipping: boolean;
  }): Promise<TestWorkflowEnvironment>;
};
