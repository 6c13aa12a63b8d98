import type { SystemSql, TenantSql } from '../../database/sql';
import type { OpenRun } from '../ended/list-open-runs';

export interface Silence {
  /** Since its row or its manifest was written last, by the database's clock, which wrote those times. */
  seconds: number;
  /** When somebody looked last, it stood still. */
  stoodStill: boolean;
}

/** How long an open run has left no trace; null when it is over or unknown. */
export async function silenceOf(sql: TenantSql, runId: string): Promise<Silence | null> {
  const { rows } = await sql<Silence>`
    select extract(epoch from now() - greatest(run.touched_at, run.queued_at, run.started_at, (
             select max(page.merged_at) from sync_pages page
              where page.tenant_id = run.tenant_id and page.run_id = run.id)))::float8 as seconds,
           run.standstill is not null as "stoodStill"
      from sync_runs run
     where run.tenant_id = ${sql.tenantId}::uuid and run.id = ${runId}::uuid and run.finished_at is null`;
  return rows[0] ?? null;
}

/**
 * Open runs of all tenants whose rows nobody has written for a minute, though they wait for nothing, the longest silent
 * first. A long step is as silent: Temporal knows.
 */
export async function listSilentRuns(sql: SystemSql, limit: number): Promise<OpenRun[]> {
  const { rows } = await sql<OpenRun>`
    select id, tenant_id as "tenantId", store_id as "storeId", platform, mode, dry_run as "dryRun",
           workflow_id as "workflowId", status
      from sync_runs
     where finished_at is null and status in ('queued', 'running')
       and greatest(touched_at, queued_at, started_at, next_attempt_at, waiting_until) < now() - interval '1 minute'
     order by greatest(touched_at, queued_at, started_at, next_attempt_at, waiting_until)
     limit ${limit}::int`;
  return rows;
}
