import type { TenantSql } from '../../database/sql';

/** Ids enter the history of the run that retries them: 5,000 stay far below the 2 MiB that one payload may have. */
const AT_MOST = 5_000;

export interface RejectedIdsFilter {
  storeId: string;
  /** Only those that this run set aside. */
  runId?: string | undefined;
  /** Only these. */
  externalIds?: string[] | undefined;
}

/** Ids of a store's products that are set aside and may be tried again, those that wait longest first. */
export async function rejectedIds(sql: TenantSql, filter: RejectedIdsFilter): Promise<string[]> {
  const { storeId, runId = null, externalIds = null } = filter;
  const { rows } = await sql<{ external_id: string }>`
    select external_id
      from rejected_products r
     where tenant_id = ${sql.tenantId}::uuid
       and store_id = ${storeId}::uuid
       and closed_at is null
       and (${externalIds}::text[] is null or external_id = any (${externalIds}::text[]))
       and (${runId}::uuid is null
            or run_id = ${runId}::uuid
            or exists (select from sync_pages page
                        where page.tenant_id = ${sql.tenantId}::uuid
                          and page.run_id = ${runId}::uuid
                          and r.external_id = any (page.rejected_ids)))
     order by last_seen_at, external_id
     limit ${AT_MOST}::int`;
  return rows.map((row) => row.external_id);
}
