import { eq } from 'drizzle-orm';
import { NOW, type RowOf, type SystemSql } from '../database/sql';
import { syncSweeps } from '../database/tables/runs';
import type { SweepStatus, SweepToOpen, SweepTotals } from '../model/sweep';
import type { SyncAllStoresInput } from '../model/workflow-inputs';

/** A sync of all stores as the API shows it. It ends without the stores that wait for a retry. */
export interface SweepView
  extends Pick<RowOf<typeof syncSweeps>, 'status' | 'platform' | 'mode' | 'started_at' | 'finished_at'> {
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
  /** Stores that a full run of somebody else's was under way for. */
  already_running: number;
  /** Stores that a lesser run is under way for: tried again; of a sweep that is over: left to the next. */
  deferred: number;
  /** Stores that are paused or need attention. */
  skipped: number;
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
           coalesce((s.counts ->> 'deferred')::int, 0) as deferred,
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
export async function queueSweep({ db }: SystemSql, { id, workflowId, input }: SweepToQueue): Promise<void> {
  const { platform, mode, trigger } = input;
  await db
    .insert(syncSweeps)
    .values({ id, workflowId, platform, mode, trigger, status: 'running' })
    .onConflictDoNothing({ target: syncSweeps.id });
}

/** Opens the sweep's row, once. */
export async function openSweep({ db }: SystemSql, sweep: SweepToOpen): Promise<void> {
  await db
    .insert(syncSweeps)
    .values({ ...sweep, status: 'running' })
    .onConflictDoUpdate({ target: syncSweeps.id, set: { status: 'running', finishedAt: null } });
}

export async function noteSweepRow(
  { db }: SystemSql,
  id: string,
  totals: SweepTotals,
  status: SweepStatus = 'running',
): Promise<void> {
  await db
    .update(syncSweeps)
    .set({ counts: totals, status, finishedAt: status === 'running' ? null : NOW })
    .where(eq(syncSweeps.id, id));
}
