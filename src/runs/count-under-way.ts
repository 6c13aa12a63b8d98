import type { SystemSql } from '../database/sql';
import type { Platform } from '../model/platform';

/** What has work to do of a tenant's runs on one platform that a schedule started. */
export interface UnderWay {
  tenantId: string;
  runs: number;
  /** Full ones among them. */
  full: number;
}

/** By tenant. Runs that wait, are paused or stand still hold no place. */
export async function countUnderWay(sql: SystemSql, platform: Platform): Promise<UnderWay[]> {
  const { rows } = await sql<UnderWay>`
    select tenant_id as "tenantId", count(*) as runs, count(*) filter (where mode = 'full') as full
      from sync_runs
     where finished_at is null and status in ('queued', 'running') and trigger = 'schedule'
       and platform = ${platform}::text and phase not in ('waiting_for_store', 'waiting_to_retry')
       -- Whatever a run wrote since it was found standing still shows that it goes on.
       and (standstill is null or (standstill ->> 'seenAt')::timestamptz < greatest(touched_at, queued_at, started_at))
     group by tenant_id`;
  return rows;
}
