import { type SqlPart, sqlPart, type TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { placeLate } from './freshness/late';
import { OVERLAP } from './freshness/overlap';

/** Servers behind one address have clocks of their own: one that is so far behind another was not set back. */
const CLOCKS_APART_MINUTES = 5;

/** WordPress empties its bin after 30 days, and a long stretch is no cheaper than everything. */
const MOST_DAYS_BEHIND = 7;

/**
 * Since when an incremental run asks for what changed, RFC 3339 UTC by the store's clock: the watermark less the overlap
 * that is set, because a store's search lags behind its writes, and what full runs showed to be needed beyond it.
 * null where there is none or it is too old: then everything has to be read.
 */
export async function changedSince(sql: TenantSql, storeId: string): Promise<string | null> {
  const { rows } = await sql<{ since: Date | null }>`
    select case when watermark > now() - make_interval(days => ${MOST_DAYS_BEHIND}::int)
                then date_trunc('second', watermark - ${OVERLAP}) end as since
      from stores
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
  return rows[0]?.since?.toISOString() ?? null;
}

/**
 * After a listing that was read whole and merged, and what went in its stretch was noted: the watermark moves to the
 * store's clock at the run's beginning. Readings are ordered by when we took them, not by what the clock said. One that
 * an incremental run took and that lies before the watermark was taken from a clock that was set back: nothing is known
 * of the time between, so the watermark goes, and with it the next incremental run is a full one, which sets it anew.
 *
 * @returns whether the clock was set back.
 */
export async function moveWatermark(sql: TenantSql, run: RunReference): Promise<{ isSetBack: boolean }> {
  if (run.dryRun || (run.mode !== 'full' && run.mode !== 'incremental')) return { isSetBack: false };
  const { rows } = await sql<{ is_set_back: boolean }>`
    update stores s
       set watermark_observation = r.store_time_observation, last_checked_at = now(),
           watermark = case when ${run.mode}::text = 'full' then r.store_time else ${behind(sqlPart`r.store_time`)} end
      from sync_runs r, stores before
     where s.tenant_id = ${run.tenantId}::uuid and s.id = ${run.storeId}::uuid
       and before.tenant_id = s.tenant_id and before.id = s.id
       and r.tenant_id = s.tenant_id and r.id = ${run.id}::uuid and r.store_time is not null
       and (s.watermark_observation is null or r.store_time_observation > s.watermark_observation)
    returning s.watermark is null and before.watermark is not null as is_set_back`;
  if (rows[0] === undefined) return { isSetBack: false };
  await placeLate(sql, { id: run.storeId });
  return { isSetBack: rows[0].is_set_back };
}

/** Where a later reading of its clock brings the watermark of a store `s` of which only what changed was asked for. */
export const behind = (storeTime: SqlPart): SqlPart => sqlPart`
  case when ${storeTime} >= s.watermark then ${storeTime}
       -- Several servers behind one address; and null stays null.
       when ${storeTime} >= s.watermark - make_interval(mins => ${CLOCKS_APART_MINUTES}::int) then s.watermark end`;
