import { onlyRow, type TenantSql } from '../../database/sql';
import type { RunStatus } from '../../model/run';
import type { RunErrorType } from '../../model/run-errors';
import type { RunProblem } from '../../model/run-problem';
import { getStore } from '../../stores/read-stores';
import type { Store } from '../../stores/store';

/** The last full run that somebody or something asked for. */
export interface LastFull {
  run_id: string;
  status: RunStatus;
  started_at: Date | null;
  finished_at: Date | null;
  problems: RunProblem[] | null;
  error_type: RunErrorType | null;
}

/** What a store's products depend on. */
export interface StoreFacts {
  store: Store;
  /** When the last run began that read it whole, and which one. */
  read_at: Date | null;
  read_run: string | null;
  last_checked_at: Date | null;
  last_full: LastFull | null;
}

/** null where the tenant has no such store. */
export async function readStoreFacts(sql: TenantSql, storeId: string): Promise<StoreFacts | null> {
  const store = await getStore(sql, storeId);
  if (store === null) return null;
  const { rows } = await sql<Pick<StoreFacts, 'read_at' | 'read_run' | 'last_checked_at'>>`
    select read_at, read_run, last_checked_at from stores
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
  return { store, ...onlyRow(rows), last_full: await lastFull(sql, storeId) };
}

/** By the index of each mode's last run: `between`, as in `lastRuns` of a store's freshness. */
export async function lastFull(sql: TenantSql, storeId: string): Promise<LastFull | null> {
  const { rows } = await sql<LastFull>`
    select id as run_id, status, started_at, finished_at, problems, error_type
      from sync_runs
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and not dry_run
       and mode between 'full' and 'full'
     order by mode desc, queued_at desc
     limit 1`;
  return rows[0] ?? null;
}
