import type { SystemSql, TenantSql } from '../../database/sql';
import type { Platform } from '../../model/platform';
import type { RunMode, RunStatus } from '../../model/run';

/** A run whose row stands open. */
export interface OpenRun {
  id: string;
  tenantId: string;
  storeId: string;
  platform: Platform;
  mode: RunMode;
  dryRun: boolean;
  workflowId: string;
  status: RunStatus;
}

/** Open runs of all tenants that were asked for at least 5 minutes ago, by id, a piece at a time. */
export async function listOpenRuns(sql: SystemSql, after: string | null, limit: number): Promise<OpenRun[]> {
  const { rows } = await sql<OpenRun>`
    select id, tenant_id as "tenantId", store_id as "storeId", platform, mode, dry_run as "dryRun",
           workflow_id as "workflowId", status
      from sync_runs
     where finished_at is null and queued_at < now() - interval '5 minutes'
       and (${after}::uuid is null or id > ${after}::uuid)
     order by id
     limit ${limit}::int`;
  return rows;
}

/**
 * Has an open run left no trace in its row or its manifest for a minute? Younger ones are not asked about: a workflow
 * and its row are never far apart. By the database's clock, which wrote those times.
 */
export async function looksStale(sql: TenantSql, runId: string): Promise<boolean> {
  const { rowCount } = await sql`
    select from sync_runs run
     where run.tenant_id = ${sql.tenantId}::uuid and run.id = ${runId}::uuid and run.finished_at is null
       and greatest(run.queued_at, run.started_at) < now() - interval '1 minute'
       and not exists (select from sync_pages page
                        where page.tenant_id = run.tenant_id and page.run_id = run.id
                          and page.merged_at > now() - interval '1 minute')`;
  return rowCount === 1;
}
