import type { SystemSql } from '../database/sql';
import type { Platform } from '../model/platform';
import type { SweepStatus, SweepToOpen, SweepTotals } from '../model/sweep';
import type { SyncAllStoresInput } from '../model/workflow-inputs';

/** A sync of all stores as the API shows it. It ends without the stores that wait for a retry. */
export interface SweepView {
  status: SweepStatus;
  platform: Platform | null;
  mode: string;
  /** Stores listed so far. */
  scheduled: number;
  running: number;
  waiting_to_retry: number;
  completed: number;
  completed_with_errors: number;
  awaiting_approval: number;
  cancelled: number;
  /** Error type to number of stores. */
  failed: Record<string, number>;
  /** Stores that a run of somebody else's was under way for. */
  already_running: number;
  /** Stores that are paused or need attention. */
  skipped: number;
  started_at: Date;
  finished_at: Date | null;
}

/** null when there is no such sweep. */
export async function readSweep(sql: SystemSql, runId: string): Promise<SweepView | null> {
  const { rows } = await sql<SweepView>`
    with runs as (
      select case when status in ('queued', 'running', 'paused')
                  then case when phase = 'waiting_to_retry' then 'waiting_to_retry' else 'running' end
                  else status end as state,
             error_type
        from sync_runs
       where sweep_id = ${runId}::uuid
    ),
    failures as (
      select coalesce(error_type, 'internal') as type, count(*) as stores
        from runs where state = 'failed' group by 1
    )
    select s.status, s.platform, s.mode, s.started_at, s.finished_at,
           coalesce((s.counts ->> 'scheduled')::int, 0) as scheduled,
           coalesce((s.counts ->> 'already_running')::int, 0) as already_running,
           coalesce((s.counts ->> 'skipped')::int, 0) as skipped,
           count(runs.*) filter (where state = 'running') as running,
           count(runs.*) filter (where state = 'waiting_to_retry') as waiting_to_retry,
           count(runs.*) filter (where state = 'completed') as completed,
           count(runs.*) filter (where state = 'completed_with_errors') as completed_with_errors,
           count(runs.*) filter (where state = 'awaiting_approval') as awaiting_approval,
           count(runs.*) filter (where state = 'cancelled') as cancelled,
           (select coalesce(json_object_agg(type, stores), '{}') from failures) as failed
      from sync_sweeps s
      left join runs on true
     where s.id = ${runId}::uuid
     group by s.id`;
  return rows[0] ?? null;
}

export interface SweepToQueue {
  /** First execution run id. */
  id: string;
  workflowId: string;
  input: SyncAllStoresInput;
}

/** Makes a started sweep known; one that is known already stays as it is: it may even be over by now. */
export async function queueSweep(sql: SystemSql, { id, workflowId, input }: SweepToQueue): Promise<void> {
  await sql`
    insert into sync_sweeps (id, workflow_id, platform, mode, trigger, status)
    values (${id}::uuid, ${workflowId}::text, ${input.platform}::text, ${input.mode}::text, ${input.trigger}::text, 'running')
        on conflict (id) do nothing`;
}

/** Opens the sweep's row, once. */
export async function openSweep(sql: SystemSql, sweep: SweepToOpen): Promise<void> {
  await sql`
    insert into sync_sweeps (id, workflow_id, platform, mode, trigger, status)
    values (${sweep.id}::uuid, ${sweep.workflowId}::text, ${sweep.platform}::text, ${sweep.mode}::text,
            ${sweep.trigger}::text, 'running')
    on conflict (id) do update set status = 'running', finished_at = null`;
}

export async function noteSweepRow(
  sql: SystemSql,
  id: string,
  totals: SweepTotals,
  status: SweepStatus = 'running',
): Promise<void> {
  await sql`
    update sync_sweeps
       set counts = ${JSON.stringify(totals)}::jsonb, status = ${status}::text,
           finished_at = case when ${status}::text = 'running' then null else now() end
     where id = ${id}::uuid`;
}
