import type { TenantSql } from '../database/sql';
import { writeWebhookLog } from '../logs/webhook-log';
import type { LastStatus, RunTrigger } from '../model/run';
import type { RunCounts } from '../model/run-counts';
import type { RunError } from '../model/run-errors';
import type { RunProblem } from '../model/run-problem';
import type { RunReference } from '../model/run-reference';
import { statusesBefore } from '../model/run-transitions';
import { noteRunEnded } from '../outgoing/note-run';
import { countDay } from '../stores/days/count-day';
import { noteSuccess } from '../stores/freshness/note-success';
import { countClosedRun } from './count-run';

export interface Closing {
  status: LastStatus;
  error: RunError | null;
  problems: readonly RunProblem[];
  /** Temporal's run id of the execution that closes it. */
  executionId: string;
  /** By its approval: one that ends for a run which never waited for it, or is over, closes nothing. */
  byApproval?: boolean;
}

interface ClosedRow {
  processing_ms: number;
  trigger: RunTrigger;
  started_at: Date | null;
  finished_at: Date;
}

/**
 * Gives a run its last status, fixes its counts and writes its one log entry. Closing again in the same execution
 * changes nothing.
 */
export async function closeRunRow(sql: TenantSql, run: RunReference, closing: Closing): Promise<RunCounts> {
  const counts = await countClosedRun(sql, run.id);
  const { rows } = await sql<ClosedRow>`
    update sync_runs
       set status = ${closing.status}::text, phase = 'closing', finished_at = now(), closed_by = ${closing.executionId}::uuid,
           counts = ${JSON.stringify(counts)}::jsonb, next_attempt_at = null,
           problems = ${JSON.stringify(closing.problems)}::jsonb,
           waiting_reason = null, waiting_since = null, waiting_until = null, standstill = null, touched_at = now(),
           error_type = ${closing.error?.type ?? null}::text, error_message = ${closing.error?.message ?? null}::text
     where tenant_id = ${run.tenantId}::uuid and id = ${run.id}::uuid
       and status = any(${statusesBefore('close')}::text[])
       and (not ${closing.byApproval ?? false}::boolean or status = 'awaiting_approval' or claimed_at is not null)
       and (finished_at is null or closed_by is distinct from ${closing.executionId}::uuid)
    returning started_at, finished_at, trigger, least(extract(epoch from now() - coalesce(started_at, queued_at)) * 1000, 2147483647)::int as processing_ms`;
  const closed = rows[0];
  if (closed === undefined) return counts;
  await noteSuccess(sql, run);
  await countDay(sql, run, closed.finished_at);

  await writeWebhookLog(sql, {
    provider: run.platform,
    event: 'product_sync',
    status: closing.status === 'failed' ? 'error' : 'success',
    payload: { run_id: run.id, dry_run: run.dryRun ?? false, status: closing.status, error: closing.error, ...counts },
    processingMs: closed.processing_ms,
    storeId: run.storeId,
    runId: run.id,
  });
  await noteRunEnded(sql, run, { ...closing, counts, ...closed });
  return counts;
}
