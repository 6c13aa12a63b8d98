import { activityInfo } from '@temporalio/activity';
import { isTenantClosed } from '../../database/postgres-error';
import type { TemporalClient } from '../../temporal/connect-client';
import { deleteExecution } from '../../temporal/executions';

/**
 * A sweep that listed the stores before may begin a run hours after their tenant was deleted: when nobody looks for its
 * history any more. Such a run does nothing, and ends with its history.
 */
export async function forgetIfTenantIsGone<Result>(
  opening: Promise<Result>,
  temporal: TemporalClient,
): Promise<Result> {
  try {
    return await opening;
  } catch (error) {
    const { workflowExecution } = activityInfo();
    if (isTenantClosed(error) && workflowExecution) await deleteExecution(temporal, workflowExecution);
    throw error;
  }
}
