import type { TenantSql } from '../../database/sql';

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
