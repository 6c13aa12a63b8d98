import { NativeConnection } from '@temporalio/worker';
import { createDeliveriesWorker } from '../../src/temporal/create-worker';
import { environmentVariable } from '../support/environment-variable';
import type { SyncWorld } from '../support/sync-world';
import { testTemporal } from '../support/temporal';

/** Does something while a worker of a world's deliveries runs, whose activities are made up. */
export async function withDeliveriesWorker(
  { taskQueue }: SyncWorld,
  activities: object,
  work: () => Promise<void>,
): Promise<void> {
  const { address, namespace } = testTemporal();
  const connection = await NativeConnection.connect({ address });
  const workflowBundle = { codePath: environmentVariable('TEST_WORKFLOW_BUNDLE') };
  const worker = await createDeliveriesWorker({ connection, namespace, taskQueue, workflowBundle, activities });
  await worker.runUntil(work());
  await connection.close();
}
