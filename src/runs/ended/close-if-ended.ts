import { WorkflowNotFoundError } from '@temporalio/client';
import type { Database } from '../../database/database';
import type { RunError } from '../../model/run-errors';
import { approveDeactivationId } from '../../model/workflow-ids';
import { settleWantedFull } from '../../stores/freshness/full-wanted';
import { lockStore } from '../../stores/lock-store';
import type { TemporalClient } from '../../temporal/connect-client';
import { firstRunIdUnderWay } from '../../temporal/start-once';
import { closeRunRow } from '../close-run-row';
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
 *
 * A run may have been ended just after it started its approval and before its row said that it waits. Nobody can decide
 * on that one: it is told as ended, and its approval is let go.
 */
export async function closeIfEnded(
  { database, temporal }: { database: Database; temporal: TemporalClient },
  run: OpenRun,
): Promise<boolean> {
  const waits = run.status === 'awaiting_approval';
  if (!waits && (await firstRunIdUnderWay(temporal, run.workflowId)) === run.id) return false;
  const hasApproval = (await firstRunIdUnderWay(temporal, approveDeactivationId(run.id))) !== null;
  if (waits && hasApproval) return false;

  const isClosed = await database.withTenant(run.tenantId, async (sql) => {
    await lockStore(sql, run.storeId);
    const { rowCount } = await sql`
      select from sync_runs
       where tenant_id = ${run.tenantId}::uuid and id = ${run.id}::uuid
         and finished_at is null and status = ${run.status}::text
         -- Approved: its approval carries it out, the sync's own workflow is over then.
         and not (claimed_at is not null and ${hasApproval}::boolean)
         for update`;
    if (rowCount === 0) return false;
    if (!waits && run.mode === 'full' && !run.dryRun) await settleWantedFull(sql, run, 'failed');
    await closeRunRow(
      sql,
      { ...run, fenced: false },
      waits
        ? { status: 'completed_with_errors', error: APPROVAL_ENDED, problems: [], executionId: run.id }
        : { status: 'failed', error: ENDED, problems: [], executionId: run.id },
    );
    return true;
  });
  if (isClosed && hasApproval) await letGo(temporal, run);
  return isClosed;
}

/** It decides nothing any more, whatever it is told; gone already is as good. */
async function letGo(temporal: TemporalClient, run: OpenRun): Promise<void> {
  const approval = approveDeactivationId(run.id);
  try {
    await temporal.ask((client) => client.workflow.getHandle(approval).signal('superseded', { byRunId: run.id }));
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
