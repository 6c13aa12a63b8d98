import type { Sql } from '../../database/sql';
import type { LastStatus } from '../../model/run';
import type { Store } from '../store';

/** A day of a store, in UTC, by when its runs ended. */
export interface TrendDay {
  day: string;
  runs: Record<LastStatus, number>;
  duration_ms: { median: number | null; max: number | null };
  products: number | null;
  changes: number;
  requests: number;
  throttled_ms: number;
}

interface Row extends Omit<TrendDay, 'runs' | 'duration_ms'>, Record<LastStatus, number> {
  median_ms: number | null;
  longest_ms: number | null;
}

/** The last days of a store up to today, oldest first, those without a run too. */
export async function readTrends(
  sql: Sql,
  { tenantId, id }: Pick<Store, 'tenantId' | 'id'>,
  days: number,
): Promise<TrendDay[]> {
  const { rows } = await sql<Row>`
    select to_char(each.day, 'YYYY-MM-DD') as day, coalesce(completed, 0) as completed,
           coalesce(completed_with_errors, 0) as completed_with_errors, coalesce(failed, 0) as failed,
           coalesce(cancelled, 0) as cancelled, median_ms, longest_ms, products, coalesce(changes, 0) as changes,
           coalesce(requests, 0) as requests, coalesce(throttled_ms, 0) as throttled_ms
      from (select (now() at time zone 'UTC')::date - ago as day
              from generate_series(0, ${days - 1}::int) ago) each
      left join store_days d on d.tenant_id = ${tenantId}::uuid and d.store_id = ${id}::uuid and d.day = each.day
     order by each.day`;
  return rows.map(({ completed, completed_with_errors, failed, cancelled, median_ms, longest_ms, ...row }) => ({
    day: row.day,
    runs: { completed, completed_with_errors, failed, cancelled },
    duration_ms: { median: median_ms, max: longest_ms },
    products: row.products,
    changes: row.changes,
    requests: row.requests,
    throttled_ms: row.throttled_ms,
  }));
}
