import { lockStore } from '../catalog/lock-store';
import type { Database } from '../database/database';
import { closeRun } from '../runs/close-run';
import type { RunError } from '../runs/run';
import type { TemporalClient } from '../temporal/connect-client';
import { approveDeactivationId } from '../temporal/ids';
import { firstRunIdUnderWay } from '../temporal/start-once';
import type { OpenRun } from './list-open-runs';

const ENDED: RunError = {
  type: 'terminated',
  message:
    'The run was ended from outside (terminated in Temporal, or its history is gone) before it could finish. What it had merged stays; sync the store again to go on.',
};

const APPROVAL_ENDED: RunError = {
  type: 'terminated',
  message:
    'The approval was ended from outside before anybody decided. The missing products stay as they are; the next full sync looks again.',
};

/**
 * Closes the row of a run whose workflow is over without having closed it; true when it did. The workflow closes its
 * row before it ends, so one that is over in Temporal and open in the table was ended from outside. The row is looked
 * at again under the store's lock: a run that went on meanwhile is left alone.
 */
export async function closeIfEnded(
  { database, temporal }: { database: Database; temporal: TemporalClient },
  run: OpenRun,
): Promise<boolean> {
  const waits = run.status === 'awaiting_approval';
  const underWay = waits
    ? (await firstRunIdUnderWay(temporal, approveDeactivationId(run.id))) !== null
    : (await firstRunIdUnderWay(temporal, run.workflowId)) === run.id || (await isApproved(temporal, run));
  if (underWay) return false;

  return database.withTenant(run.tenantId, async (sql) => {
    await lockStore(sql, run.storeId);
    const { rowCount } = await sql`
      select from sync_runs
       where tenant_id = ${run.tenantId}::uuid and id = ${run.id}::uuid
         and finished_at is null and status = ${run.status}::text
         for update`;
    if (rowCount === 0) return false;
    await closeRun(
      sql,
      { ...run, fenced: false },
      waits
        ? { status: 'completed_with_errors', error: APPROVAL_ENDED, executionId: run.id }
        : { status: 'failed', error: ENDED, executionId: run.id },
    );
    return true;
  });
}

/** A run that was approved is carried out by its approval: the sync's own workflow is over then. */
async function isApproved(temporal: TemporalClient, run: OpenRun): Promise<boolean> {
  return (await firstRunIdUnderWay(temporal, approveDeactivationId(run.id))) !== null;
}
