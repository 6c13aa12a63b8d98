import { activityInfo } from '@temporalio/activity';
import type { RunReference } from '../model/run-reference';

/** Temporal's run id of the execution at work: after continue-as-new or a reset it is no longer the run's own. */
export function executionIdOf(run: RunReference): string {
  return activityInfo().workflowExecution?.runId ?? run.id;
}

/** What every line in the log about a run tells of it. */
export function logFieldsOf({
  tenantId,
  storeId,
  id,
  platform,
}: Pick<RunReference, 'tenantId' | 'storeId' | 'id' | 'platform'>) {
  return { tenant_id: tenantId, store_id: storeId, run_id: id, platform };
}
