import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/**
 * Counts the day of the store anew on which a run ended, in the transaction that closes it: a median cannot be added to, and
 * a run that is closed twice is counted once. By the index of a store's ended runs: those of one day, some hundreds where
 * it tells of its changes.
 */
export async function countDay(sql: TenantSql, { id, storeId }: Pick<RunReference, 'id' | 'storeId'>): Promise<void> {
  await sql`
    insert into store_days as d (tenant_id, store_id, day, completed, completed_with_errors, failed, cancelled, duration_ms,
                                 median_ms, longest_ms, products, changes, requests, throttled_ms)
    select ${sql.tenantId}::uuid, ${storeId}::uuid, ended.day,
           count(*) filter (where is_counted and status = 'completed'),
           count(*) filter (where is_counted and status = 'completed_with_errors'),
           count(*) filter (where is_counted and status = 'failed'),
           count(*) filter (where is_counted and status = 'cancelled'),
           coalesce(sum(ms) filter (where is_counted), 0),
           percentile_cont(0.5) within group (order by ms) filter (where is_counted),
           max(ms) filter (where is_counted),
           (select product_count from stores where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid),
           coalesce(sum(changes) filter (where not dry_run), 0), sum(requests), sum(throttled_ms)
      from (select (finished_at at time zone 'UTC')::date as day from sync_runs
             where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid) ended
     cross join lateral (
           select status, dry_run, requests, throttled_ms, mode <> 'refresh' and not dry_run as is_counted,
                  (extract(epoch from finished_at - coalesce(started_at, queued_at)) * 1000)::int8 as ms,
                  (counts #>> '{products,created}')::int + (counts #>> '{products,updated}')::int
                    + (counts #>> '{products,reactivated}')::int + (counts #>> '{products,deactivated}')::int as changes
             from sync_runs
            where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid
              and finished_at >= ended.day at time zone 'UTC' and finished_at < (ended.day + 1) at time zone 'UTC') run
     group by ended.day
        on conflict (tenant_id, store_id, day) do update
       set completed = excluded.completed, completed_with_errors = excluded.completed_with_errors,
           failed = excluded.failed, cancelled = excluded.cancelled, duration_ms = excluded.duration_ms,
           median_ms = excluded.median_ms, longest_ms = excluded.longest_ms, products = excluded.products,
           changes = excluded.changes, requests = excluded.requests, throttled_ms = excluded.throttled_ms`;
}
