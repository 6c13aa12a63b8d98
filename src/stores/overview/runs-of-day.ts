import { onlyRow, type Sql } from '../../database/sql';
import type { LastStatus } from '../../model/run';
import type { RunErrorType } from '../../model/run-errors';
import { FIRST, isTheirs, NAMED_STORE, type NamedStore, type OfWhom } from './of-whom';

/** Those that ended in the last 24 hours; refreshes and dry runs aside. */
export interface RunsOfDay {
  by_outcome: Record<LastStatus, number>;
  by_error_type: Partial<Record<RunErrorType, number>>;
}

export async function runsOfDay(sql: Sql, of: OfWhom): Promise<RunsOfDay> {
  const { rows } = await sql<{ status: LastStatus; error_type: RunErrorType | null; runs: number }>`
    select status, error_type, count(*) as runs
      from sync_runs
     where mode <> 'refresh' and not dry_run and finished_at > now() - interval '24 hours' and ${isTheirs(of)}
     group by 1, 2`;
  const counted: RunsOfDay = {
    by_outcome: { completed: 0, completed_with_errors: 0, failed: 0, cancelled: 0 },
    by_error_type: {},
  };
  for (const { status, error_type: type, runs } of rows) {
    counted.by_outcome[status] += runs;
    if (type !== null) counted.by_error_type[type] = (counted.by_error_type[type] ?? 0) + runs;
  }
  return counted;
}

export interface WaitingApprovals {
  count: number;
  /** Who waits longest first. */
  items: (NamedStore & { run_id: string; queued_at: Date })[];
}

export async function waitingApprovals(sql: Sql, of: OfWhom): Promise<WaitingApprovals> {
  const [counted, { rows: items }] = await Promise.all([
    sql<{
      count: number;
    }>`select count(*) as count from sync_runs where status = 'awaiting_approval' and ${isTheirs(of)}`,
    sql<WaitingApprovals['items'][number]>`
      select ${NAMED_STORE}, r.id as run_id, r.queued_at
        from (select * from sync_runs where status = 'awaiting_approval' and ${isTheirs(of)}
               order by queued_at, id limit ${FIRST}::int) r
        join stores s on s.tenant_id = r.tenant_id and s.id = r.store_id
       order by r.queued_at, r.id`,
  ]);
  return { count: onlyRow(counted.rows).count, items };
}
