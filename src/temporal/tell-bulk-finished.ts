import { WorkflowNotFoundError } from '@temporalio/client';
import type { Platform } from '../model/platform';
import { syncProductsId } from '../model/workflow-ids';
import type { TemporalClient } from './connect-client';

/** Wakes the run of a store that waits for a file of the platform's; where none is under way, nobody waits. */
export async function tellBulkFinished(
  temporal: TemporalClient,
  { platform, storeId }: { platform: Platform; storeId: string },
): Promise<void> {
  try {
    await temporal.ask((client) => client.workflow.getHandle(syncProductsId(platform, storeId)).signal('bulkFinished'));
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
