import type { SystemSql } from '../database/sql';
import type { SweepStatus, SweepToOpen, SweepTotals } from '../model/sweep';

/** Opens the sweep's row, once. */
export async function openSweep(sql: SystemSql, sweep: SweepToOpen): Promise<void> {
  await sql`
    insert into sync_sweeps (id, workflow_id, platform, mode, trigger, status)
    values (${sweep.id}::uuid, ${sweep.workflowId}::text, ${sweep.platform}::text, ${sweep.mode}::text,
            ${sweep.trigger}::text, 'running')
    on conflict (id) do update set status = 'running', finished_at = null`;
}

export async function noteSweep(
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
