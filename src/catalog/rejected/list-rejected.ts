import { PAGE_BYTES, type Page, type PageRequest, pageOfBytes } from '../../database/page';
import type { RowOf, TenantSql } from '../../database/sql';
import type { rejectedProducts } from '../../database/tables/runs';

export type RejectedProduct = Pick<
  RowOf<typeof rejectedProducts>,
  'external_id' | 'title' | 'reason' | 'path' | 'message' | 'payload' | 'tries' | 'first_seen_at' | 'last_seen_at'
>;

/** The products that a run set aside and that did not merge since (I7). */
export async function listRejected(
  sql: TenantSql,
  { runId, storeId, limit, after }: PageRequest & { runId: string; storeId: string },
): Promise<Page<RejectedProduct>> {
  const [externalId = null] = after ?? [];
  const { rows } = await sql<RejectedProduct & { bytes: number }>`
    select external_id, title, reason, path, message, payload, tries, first_seen_at, last_seen_at, bytes from (
    select r.*, octet_length(payload) + ${OTHER_BYTES}::int as bytes,
           sum(octet_length(payload)) over (order by external_id) - octet_length(payload) as bytes_before from (
    select *
      from rejected_products r
     where tenant_id = ${sql.tenantId}::uuid
       and store_id = ${storeId}::uuid
       and closed_at is null
       and (run_id = ${runId}::uuid
            or exists (select from sync_pages page
                        where page.tenant_id = ${sql.tenantId}::uuid
                          and page.run_id = ${runId}::uuid
                          and r.external_id = any (page.rejected_ids)))
       and (${externalId}::text is null or external_id > ${externalId}::text)
     order by external_id
     limit ${limit + 1}::int) r) r
     where bytes_before < ${PAGE_BYTES}::int
     order by external_id`;
  return pageOfBytes(
    rows.slice(0, limit),
    rows.length,
    (row) => [row.external_id],
    ({ bytes: _, ...row }) => row,
  );
}

/** What stands beside a payload; texts are cut at 500 characters each. */
const OTHER_BYTES = 500;

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
  const { rows } = await sql<Pick<RejectedProduct, 'external_id'>>`
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
