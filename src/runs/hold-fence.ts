import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { statusesBefore } from '../model/run-transitions';

export type Fence = 'held' | 'replaced' | 'closed';

/**
 * May this run still write? Asked in every writing transaction, under the store's lock. A run whose row was closed by
 * an earlier execution goes on after a reset in Temporal: its row is opened again. One closed by this very execution
 * stays closed: then an attempt that hung has woken up late.
 */
export async function holdFence(sql: TenantSql, run: RunReference, executionId: string): Promise<Fence> {
  const { rows } = await sql<{ is_current: boolean; is_closed: boolean; closed_by: string | null }>`
    select coalesce(s.current_run = r.id, false) as is_current, r.finished_at is not null as is_closed, r.closed_by
      from sync_runs r
      join stores s on s.tenant_id = r.tenant_id and s.id = r.store_id
     where r.tenant_id = ${run.tenantId}::uuid and r.id = ${run.id}::uuid`;
  const row = rows[0];
  if (row === undefined || (run.fenced && !row.is_current)) return 'replaced';
  if (!row.is_closed) return 'held';
  if (row.closed_by === executionId) return 'closed';
  await sql`
    update sync_runs
       set status = 'running', finished_at = null, closed_by = null, counts = null, error_type = null, error_message = null
     where tenant_id = ${run.tenantId}::uuid and id = ${run.id}::uuid
       and status = any(${statusesBefore('reopen')}::text[])`;
  return 'held';
}
