import type { TenantSql } from '../database/sql';
import type { Platform } from '../model/platform';
import type { RunMode, RunPhase, RunStatus, RunTrigger } from '../model/run';
import { statusesBefore } from '../model/run-transitions';
import { lockStore } from '../stores/lock-store';

export interface RunToOpen {
  id: string;
  tenantId: string;
  storeId: string;
  workflowId: string;
  platform: Platform;
  mode: RunMode;
  trigger: RunTrigger;
  sweepId: string | null;
  attempt: number;
  /** In which it goes on; absent: from the start. */
  phase?: RunPhase;
  /** Temporal's run id of the execution that opens it. */
  executionId: string;
  /** Full runs take the fence; refreshes and dry runs go on beside. */
  fenced: boolean;
  dryRun?: boolean;
}

/** An older run of the store whose row still stands open. */
interface LeftOpen {
  id: string;
  status: RunStatus;
}

export type OpenedRun = { kind: 'opened'; leftOpen: LeftOpen[] } | { kind: 'store_gone'; status: string | null };

/**
 * Opens the run's row, or opens it again after a reset, and hands it the fence. The workflow id lets only one run at a
 * time (I3), so an older one that is `leftOpen` was ended from outside, or it was approved and is carried out by its
 * approval beside this one: Temporal knows.
 */
export async function openRunRow(sql: TenantSql, run: RunToOpen): Promise<OpenedRun> {
  const { phase = 'opening' } = run;
  await lockStore(sql, run.storeId);
  const { rows } = await sql<{ status: string }>`
    select status from stores where tenant_id = ${run.tenantId}::uuid and id = ${run.storeId}::uuid`;
  const status = rows[0]?.status ?? null;
  if (status === null || status === 'disconnected') return { kind: 'store_gone', status };

  await sql`
    insert into sync_runs as r (
      tenant_id, id, store_id, workflow_id, platform, mode, dry_run, trigger, sweep_id, status, phase, attempt,
      started_at)
    values (
      ${run.tenantId}::uuid, ${run.id}::uuid, ${run.storeId}::uuid, ${run.workflowId}::text, ${run.platform}::text,
      ${run.mode}::text, ${run.dryRun ?? false}::boolean, ${run.trigger}::text, ${run.sweepId}::uuid, 'running', ${phase}::text,
      ${run.attempt}::int, now())
    on conflict (tenant_id, id) do update set
      status = 'running', phase = ${phase}::text, attempt = ${run.attempt}::int, started_at = coalesce(r.started_at, now()),
      finished_at = null, closed_by = null, counts = null, next_attempt_at = null, claimed_at = null,
      problems = null, error_type = null, error_message = null, standstill = null, touched_at = now()
     where r.status = any(${statusesBefore('open')}::text[]) and r.closed_by is distinct from ${run.executionId}::uuid`;
  if (!run.fenced) return { kind: 'opened', leftOpen: [] };

  await sql`
    update stores set current_run = ${run.id}::uuid
     where tenant_id = ${run.tenantId}::uuid and id = ${run.storeId}::uuid and current_run is distinct from ${run.id}::uuid`;
  const { rows: leftOpen } = await sql<LeftOpen>`
    select id, status from sync_runs
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and id <> ${run.id}::uuid
       and workflow_id = ${run.workflowId}::text and status in ('queued', 'running', 'paused') and finished_at is null`;
  return { kind: 'opened', leftOpen };
}
