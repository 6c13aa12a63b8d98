import type { Sql } from '../database/sql';
import type { RunErrorType } from '../model/run-errors';

/** Failed runs with one cause, of stores where no later run made up for it. */
export interface Failures {
  error_type: RunErrorType;
  /** Of the last of them. */
  message: string;
  stores: number;
  runs: number;
  first_at: Date;
  last_at: Date;
}

const MOST_CAUSES = 100;

/**
 * Runs that failed since a moment and that nothing made good, by what they failed with, most stores first: of one tenant, or
 * in the system's scope of all. A later run makes it good that read as much: of the same mode, or a full one. Refreshes and
 * dry runs are left out. One cause is a message without its addresses and numbers.
 */
export async function listFailures(sql: Sql, tenantId: string | null, since: Date): Promise<Failures[]> {
  const { rows } = await sql<Failures>`
    select error_type, (array_agg(error_message order by finished_at desc))[1] as message, count(distinct store_id) as stores,
           count(*) as runs, min(finished_at) as first_at, max(finished_at) as last_at
      from (select store_id, coalesce(error_type, 'internal') as error_type, coalesce(error_message, '') as error_message, finished_at,
                   regexp_replace(coalesce(error_message, ''), 'https?://[^ ]+|[a-z0-9-]+[.]myshopify[.]com|[0-9]+', '…', 'gi') as cause
              from sync_runs r
             where status = 'failed' and queued_at >= ${since}::timestamptz and mode <> 'refresh' and not dry_run
               and (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
               and not exists (select from sync_runs later
                                where later.tenant_id = r.tenant_id and later.store_id = r.store_id
                                  and later.finished_at > r.finished_at and not later.dry_run
                                  and later.status in ('completed', 'completed_with_errors') and later.error_type is null
                                  and later.mode in (r.mode, 'full'))) failed
     group by error_type, cause
     order by stores desc, runs desc, last_at desc
     limit ${MOST_CAUSES}::int`;
  return rows;
}
