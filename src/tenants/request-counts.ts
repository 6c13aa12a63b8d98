import type { RowOf, SystemSql } from '../database/sql';
import type { requestCounts } from '../database/tables/request-counts';

/** Requests of one key, or wrong keys of one address, within the minute that began `ageMs` ago. */
export interface RequestCount {
  who: string;
  count: number;
  ageMs: number;
}

/**
 * Adds to what all processes counted, and returns the sums. A minute begins with its first request, wherever that was; what
 * comes after its end begins the next. Ages, because each process has a clock of its own.
 */
export async function addRequestCounts(sql: SystemSql, counts: readonly RequestCount[]): Promise<RequestCount[]> {
  const { rows } = await sql<Pick<RowOf<typeof requestCounts>, 'who' | 'count'> & { age_ms: number }>`
    insert into request_counts as counted (who, started_at, count)
    select given.who, clock_timestamp() - given.age_ms * interval '1 millisecond', given.count
      from unnest(${counts.map(({ who }) => who)}::text[], ${counts.map(({ count }) => count)}::int[],
                  ${counts.map(({ ageMs }) => ageMs)}::float8[]) as given (who, count, age_ms)
     order by given.who -- in one order: two processes would else wait for each other
        on conflict (who) do update
       set started_at = case when counted.started_at > clock_timestamp() - interval '1 minute'
                             then least(counted.started_at, excluded.started_at) else excluded.started_at end,
           count = case when counted.started_at > clock_timestamp() - interval '1 minute'
                        then counted.count else 0 end + excluded.count
    returning who, count, (extract(epoch from clock_timestamp() - started_at) * 1000)::float8 as age_ms`;
  return rows.map(({ who, count, age_ms: ageMs }) => ({ who, count, ageMs }));
}

/** Takes what is over, for good: a key or address that does not come again would stay. */
export async function forgetRequestCounts(sql: SystemSql): Promise<void> {
  await sql`delete from request_counts where started_at < clock_timestamp() - interval '2 minutes'`;
}
