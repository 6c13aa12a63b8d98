import type { TenantSql } from '../../database/sql';
import type { RunStatus } from '../../model/run';
import type { NotedStandstill, Standstill } from '../../model/standstill';
import { notePause } from '../note-progress';

/**
 * Writes down what keeps a run from going on; null: it goes on. Answers whether that is news. A run that stands paused
 * in Temporal is `paused` here too, but for one that waits for approval or for a worker to open it: those stay that.
 */
export async function noteStandstill(sql: TenantSql, runId: string, found: Standstill | null): Promise<boolean> {
  const { rows } = await sql<{ status: RunStatus; noted: NotedStandstill | null }>`
    select status, standstill as noted from sync_runs
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid and finished_at is null
       for update`;
  const row = rows[0];
  if (row === undefined) return false;
  const { status, noted } = row;
  if (noted !== null && noted.kind !== found?.kind) await endStandstill(sql, runId, noted);
  if (found === null) return noted !== null;

  const takesStatus = found.kind === 'paused' && status === 'running';
  if (takesStatus) await notePause(sql, runId, 'paused');
  const { kind, since, message } = found;
  const tookStatus = takesStatus || (noted?.kind === 'paused' && noted.tookStatus);
  await sql`
    update sync_runs
       set standstill = jsonb_build_object('kind', ${kind}::text, 'since', ${since.toISOString()}::text,
                                           'message', ${message}::text, 'seenAt', now(),
                                           'tookStatus', ${tookStatus}::boolean),
           error_type = case when ${kind}::text = 'stuck' then 'stuck' else error_type end,
           error_message = case when ${kind}::text = 'stuck' then ${message}::text else error_message end
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid`;
  return noted?.kind !== kind || noted.message !== message;
}

async function endStandstill(sql: TenantSql, runId: string, noted: NotedStandstill): Promise<void> {
  if (noted.tookStatus) await notePause(sql, runId, 'running');
  await sql`
    update sync_runs
       set standstill = null, error_type = nullif(error_type, 'stuck'),
           error_message = case when error_type = 'stuck' then null else error_message end
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid`;
}
