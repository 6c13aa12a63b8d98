import { onlyRow, type SystemSql } from '../database/sql';
import type { Platform } from '../model/platform';

/** A platform's runs that a schedule started and that have work to do: those that wait or are paused hold no place. */
export async function countUnderWay(sql: SystemSql, platform: Platform): Promise<number> {
  const { rows } = await sql<{ runs: number }>`
    select count(*) as runs from sync_runs
     where finished_at is null and status in ('queued', 'running') and trigger = 'schedule'
       and platform = ${platform}::text and phase not in ('waiting_for_store', 'waiting_to_retry')`;
  return onlyRow(rows).runs;
}
