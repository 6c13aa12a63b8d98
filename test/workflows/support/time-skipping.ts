import { Client, type WorkflowClient } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
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

/** Starts in about half a second. */
export async function startTimeSkipping(activities: object): Promise<TimeSkipping> {
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: environmentVariable('TEST_TIME_SKIPPING_SERVER') } },
  });
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
    shutdownForceTime: 1_000,
  });
  // Forced, when a test that failed has left an activity hanging.
  const ended = worker.run().catch(console.warn);
  return {
    plain: new Client({ connection, namespace: NAMESPACE }).workflow,
    skipping: environment.client.workflow,
    skip: (ms) => environment.sleep(ms),
    async close() {
      worker.shutdown();
      await ended;
      await environment.teardown();
    },
  };
}
