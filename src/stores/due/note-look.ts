import { type SqlPart, sqlPart, type TenantSql } from '../../database/sql';
import type { RunError } from '../../model/run-errors';
import { behind } from '../watermark';
import type { StoreAtTurn } from './read-due-store';

export interface ClockReading {
  /** RFC 3339 UTC. */
  storeTime: string;
  /** Taken before the store was asked. */
  observation: number;
}

/** It answered: whatever kept it from that is over. */
const ANSWERED = `failed_looks = 0, failed_looks_since = null, failed_look = null, look_after = null`;

/**
 * After a look without news: the watermark moves as that of an incremental run would that found nothing. `overtaken`: it is
 * no longer the one that was asked with, or a run began meanwhile, and nothing is written. `set_back`: the store's clock
 * was, and the watermark is gone (see `moveWatermark`).
 */
export async function noteNoNews(
  sql: TenantSql,
  { id, watermark, watermarkObservation }: Pick<StoreAtTurn, 'id' | 'watermark' | 'watermarkObservation'>,
  { storeTime, observation }: ClockReading,
): Promise<'moved' | 'set_back' | 'overtaken'> {
  const { rows } = await sql<{ isSetBack: boolean }>`
    update stores s
       set watermark = ${behind(sqlPart`${storeTime}::timestamptz`)}, watermark_observation = ${observation}::bigint,
           last_checked_at = now(), ${text(ANSWERED)}
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${id}::uuid
       and s.watermark = ${watermark}::timestamptz
       and s.watermark_observation is not distinct from ${watermarkObservation}::bigint
       and not exists (select from sync_runs r
                        where r.tenant_id = s.tenant_id and r.store_id = s.id and r.finished_at is null
                          and r.status in ('queued', 'running', 'paused') and r.mode <> 'refresh' and not r.dry_run)
    returning s.watermark is null as "isSetBack"`;
  if (rows[0] === undefined) return 'overtaken';
  return rows[0].isSetBack ? 'set_back' : 'moved';
}

/** After a look that found news, or that only showed that the store answers again. */
export async function noteAnswered(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update stores set last_checked_at = now(), ${text(ANSWERED)}
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}

/** After a look that failed: the store is left alone for so long. */
export async function noteFailedLook(
  sql: TenantSql,
  storeId: string,
  { error: { type, message }, waitMs }: { error: Pick<RunError, 'type' | 'message'>; waitMs: number },
): Promise<void> {
  await sql`
    update stores
       set failed_looks = failed_looks + 1, failed_looks_since = coalesce(failed_looks_since, now()),
           failed_look = ${JSON.stringify({ type, message })}::jsonb,
           look_after = now() + make_interval(secs => ${waitMs / 1000}::float8)
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}

const text = (sql: string): SqlPart => sqlPart(Object.assign([sql], { raw: [] }));
