import type { TenantSql } from '../database/sql';
import type { RunPhase, RunReader } from '../model/run';
import type { RunError } from '../model/run-errors';
import { statusesBefore } from '../model/run-transitions';

export interface Progress {
  phase: RunPhase;
  status?: 'running' | 'paused';
  announced?: number;
  announcedAtEnd?: number;
  /** RFC 3339 UTC. */
  storeTime?: string;
}

/** Where a run stands, for people and the API; what is absent stays as it is. A closed run is left alone. */
export async function noteProgress(sql: TenantSql, runId: string, progress: Progress): Promise<void> {
  await sql`
    update sync_runs
       set phase = ${progress.phase}::text,
           announced = coalesce(${progress.announced ?? null}::int, announced),
           announced_at_end = coalesce(${progress.announcedAtEnd ?? null}::int, announced_at_end),
           store_time = coalesce(${progress.storeTime ?? null}::timestamptz, store_time),
           next_attempt_at = null, error_type = null, error_message = null
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid and finished_at is null`;
  if (progress.status !== undefined) await notePause(sql, runId, progress.status);
}

async function notePause(sql: TenantSql, runId: string, status: 'running' | 'paused'): Promise<void> {
  await sql`
    update sync_runs set status = ${status}::text
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid
       and status = any(${statusesBefore(status === 'paused' ? 'pause' : 'resume')}::text[])`;
}

/** Between its own tries a run stays `running`, says what went wrong and when it goes on. */
export async function noteRetry(
  sql: TenantSql,
  runId: string,
  retry: { error: RunError; waitMs: number; nextAttempt: number },
): Promise<void> {
  await sql`
    update sync_runs
       set phase = 'waiting_to_retry', attempt = ${retry.nextAttempt}::int,
           next_attempt_at = now() + make_interval(secs => ${retry.waitMs / 1000}::float8),
           error_type = ${retry.error.type}::text, error_message = ${retry.error.message}::text
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid and finished_at is null`;
}

/** How the run reads the listing, and why it does not read it as it was meant to. */
export async function noteReader(
  sql: TenantSql,
  runId: string,
  { reader, note }: { reader: RunReader; note: string | null },
): Promise<void> {
  await sql`
    update sync_runs set reader = ${reader}::text, reader_note = ${note}::text
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid`;
}
