import { sqlPart, type TenantSql } from '../../database/sql';
import type { RunError } from '../../model/run-errors';
import { placeLate } from '../freshness/late';
import { behind } from '../watermark';
import { releaseHeld } from '../webhooks/release-held';
import type { StoreAtTurn } from './read-due-store';

export interface ClockReading {
  /** RFC 3339 UTC. */
  storeTime: string;
  /** Taken before the store was asked. */
  observation: number;
}

/** It answered: whatever kept it from that is over. */
const ANSWERED = sqlPart`failed_looks = 0, failed_looks_since = null, failed_look = null, look_after = null`;

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
           last_checked_at = now(), ${ANSWERED}
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${id}::uuid
       and s.watermark = ${watermark}::timestamptz
       and s.watermark_observation is not distinct from ${watermarkObservation}::bigint
       and not exists (select from sync_runs r
                        where r.tenant_id = s.tenant_id and r.store_id = s.id and r.finished_at is null
                          and r.status in ('queued', 'running', 'paused') and r.mode <> 'refresh' and not r.dry_run)
    returning s.watermark is null as "isSetBack"`;
  if (rows[0] === undefined) return 'overtaken';
  await placeLate(sql, { id });
  await releaseHeld(sql, id, { heldBy: 'credentials' });
  return rows[0].isSetBack ? 'set_back' : 'moved';
}

/** After a look that found news, or that only showed that the store answers again. */
export async function noteAnswered(sql: TenantSql, storeId: string): Promise<void> {
  await sql`
    update stores set last_checked_at = now(), ${ANSWERED}
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
  await placeLate(sql, { id: storeId });
  await releaseHeld(sql, storeId, { heldBy: 'credentials' });
}

/**
 * After a look that failed: the store is left alone for so long. `told`: a run told people of this cause already.
 * `reconnected`: it was asked with credentials that are not the store's any more, and nothing is written.
 */
export async function noteFailedLook(
  sql: TenantSql,
  { id, credentialsVersion }: { id: string; credentialsVersion: number | null },
  { error: { type, message }, waitMs }: { error: Pick<RunError, 'type' | 'message'>; waitMs: number },
): Promise<'told' | 'untold' | 'reconnected'> {
  const { rows } = await sql<{ isTold: boolean }>`
    update stores
       set failed_looks = failed_looks + 1, failed_looks_since = coalesce(failed_looks_since, now()),
           failed_look = ${JSON.stringify({ type, message })}::jsonb || jsonb_build_object(
             'told', coalesce(failed_look ->> 'type' = ${type}::text and (failed_look ->> 'told')::boolean, false)),
           look_after = now() + make_interval(secs => ${waitMs / 1000}::float8)
     where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid
       and credentials_version = coalesce(${credentialsVersion}::int, credentials_version)
    returning (failed_look ->> 'told')::boolean as "isTold"`;
  if (rows[0] === undefined) return 'reconnected';
  return rows[0].isTold ? 'told' : 'untold';
}

/** A run tells people of what looks fail with: no other has to, until they fail with something else. */
export async function noteTold(sql: TenantSql, storeId: string, type: RunError['type']): Promise<void> {
  await sql`
    update stores set failed_look = failed_look || '{"told": true}'
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and failed_look ->> 'type' = ${type}::text`;
}
