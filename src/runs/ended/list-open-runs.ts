import type { SystemSql } from '../../database/sql';
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
