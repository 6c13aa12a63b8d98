import type { TenantSql } from '../database/sql';
import type { RunPhase, RunReader } from '../model/run';
import type { RunError } from '../model/run-errors';
import { statusesBefore } from '../model/run-transitions';

export interface Progress {
  phase: RunPhase;
  status?: 'running' | 'paused';
  announced?: number;
  announcedAtEnd?: number;
  /** The store's clock, RFC 3339 UTC. A run keeps its first reading, through all its tries. */
  reading?: { storeTime: string; observation: number };
  /** RFC 3339 UTC. */
  changedSince?: string | undefined;
}

/** Where a run stands, for people and the API; what is absent stays as it is. A closed run is left alone. */
export async function noteProgress(sql: TenantSql, runId: string, progress: Progress): Promise<void> {
  await sql`
    update sync_runs
       set phase = ${progress.phase}::text,
           announced = coalesce(${progress.announced ?? null}::int, announced),
           announced_at_end = coalesce(${progress.announcedAtEnd ?? null}::int, announced_at_end),
           store_time = coalesce(store_time, ${progress.reading?.storeTime ?? null}::timestamptz),
           store_time_observation = coalesce(store_time_observation, ${progress.reading?.observation ?? null}::bigint),
           changed_since = coalesce(${progress.changedSince ?? null}::timestamptz, changed_since),
           next_attempt_at = null, error_type = null, error_message = null, touched_at = now(),
           -- A pause that the run itself tells of is no longer the one that stood in Temporal.
           standstill = case when ${progress.status ?? null}::text is null then standstill end
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid and finished_at is null`;
  if (progress.status !== undefined) await notePause(sql, runId, progress.status);
}

/** Only what sees to its cause may say so: the workflow itself, and who has looked at it in Temporal. */
export async function notePause(sql: TenantSql, runId: string, status: 'running' | 'paused'): Promise<void> {
  await sql`
    update sync_runs set status = ${status}::text
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid
       and status = any(${statusesBefore(status === 'paused' ? 'pause' : 'resume')}::text[])`;
}

/** Adds what an activity of the run cost. Sums, so it is told once: what an attempt could not write is in the next one's. */
export async function addTraffic(
  sql: TenantSql,
  runId: string,
  { requests, throttledMs }: { requests: number; throttledMs: number },
): Promise<void> {
  await sql`
    update sync_runs
       set requests = requests + ${requests}::int, throttled_ms = throttled_ms + ${throttledMs}::int, touched_at = now()
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid`;
}

/** The store asked for time: until then nothing happens to the run, unless somebody ends the wait by hand. */
export async function noteWaiting(
  sql: TenantSql,
  runId: string,
  { reason, waitMs }: { reason: string; waitMs: number },
): Promise<void> {
  await sql`
    update sync_runs
       set phase = 'waiting_for_store', waiting_reason = ${reason}::text, waiting_since = now(),
           waiting_until = now() + make_interval(secs => ${waitMs / 1000}::float8), touched_at = now()
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid and finished_at is null`;
}

/** It goes on, in the phase in which it began to wait; the time that it really waited is counted. */
export async function noteWaited(sql: TenantSql, runId: string, phase: RunPhase): Promise<void> {
  await sql`
    update sync_runs
       set phase = ${phase}::text, waiting_reason = null, waiting_since = null, waiting_until = null, touched_at = now(),
           throttled_ms = throttled_ms + least(extract(epoch from now() - waiting_since) * 1000, 86400000)::int
     where tenant_id = ${sql.tenantId}::uuid and id = ${runId}::uuid and waiting_since is not null`;
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
           error_type = ${retry.error.type}::text, error_message = ${retry.error.message}::text, touched_at = now()
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
