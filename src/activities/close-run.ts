import { activityInfo } from '@temporalio/activity';
import { closeAbsentRejected } from '../catalog/rejected/close-rejected';
import { clearBulkLines } from '../catalog/staging/bulk-lines';
import type { ListingEnd } from '../model/listing';
import type { LastStatus, RunError } from '../model/run';
import type { RunReference } from '../model/run-reference';
import { faultPoint } from '../process/fault-points';
import { closeRunRow } from '../runs/close-run-row';
import { moveWatermark } from '../runs/move-watermark';
import { outcomeOf } from '../runs/run-outcome';
import { clearAttention } from '../stores/update-store';
import type { Dependencies } from './dependencies';
import type { KeptReaders } from './store/kept-readers';

export interface CloseRunInput {
  run: RunReference;
  /** How it ended: the listing was read to its end, or a status that is certain whatever was read. */
  end: ({ kind: 'read' } & ListingEnd) | { kind: 'ended'; status: LastStatus; error: RunError | null };
}

/** Gives the run its last status (I2), its counts and its log entry. */
export const closeRun = ({ database, logger }: Dependencies, readers: KeptReaders) =>
  async function closeRun({ run, end }: CloseRunInput): Promise<LastStatus> {
    const executionId = activityInfo().workflowExecution?.runId ?? run.id;
    faultPoint('run-closing');
    await readers.drop(run.id);
    const closed = await database.withTenant(run.tenantId, async (sql) => {
      const status = end.kind === 'read' ? await outcomeOf(sql, run.id, end) : end.status;
      // Only a run that read the store speaks for it: a decision, or none, may come days after the store was refused.
      if (end.kind === 'read' && !run.dryRun) await clearAttention(sql, run.storeId);
      if (hasSeenAll(run, end)) await closeAbsentRejected(sql, run);
      // An empty listing is believed once each product is known to be gone.
      if (end.kind === 'read' && end.empty && status === 'completed') await moveWatermark(sql, run, 0);
      const error = end.kind === 'read' ? null : end.error;
      return { status, error, counts: await closeRunRow(sql, run, { status, error, executionId }) };
    });
    // After all else: lines of a run that ended before it had merged them.
    await clearBulkLines(database, run);
    faultPoint('run-closed');
    const ids = { tenant_id: run.tenantId, store_id: run.storeId, run_id: run.id, platform: run.platform };
    logger[closed.status === 'failed' ? 'error' : 'info']({ ...ids, ...closed }, 'run closed');
    return closed.status;
  };

/** An empty listing of a store that had products is a claim, however whole it says it is. */
function hasSeenAll(run: RunReference, end: CloseRunInput['end']): boolean {
  return end.kind === 'read' && end.whole && !end.empty && run.mode === 'full' && !run.dryRun;
}
