import { type Page, type PageRequest, pageOfRows } from '../../database/page';
import type { TenantSql } from '../../database/sql';
import type { RejectionReason } from '../../model/rejection';

export interface RejectedProduct {
  external_id: string;
  title: string | null;
  reason: RejectionReason;
  path: string;
  message: string;
  /** The product's JSON as the store sent it, as text: read as numbers, its ids would lose digits (I11). */
  payload: string;
  tries: number;
  first_seen_at: Date;
  last_seen_at: Date;
}

/** The products that a run set aside and that did not merge since (I7). */
export async function listRejected(
  sql: TenantSql,
  { runId, storeId, limit, after }: PageRequest & { runId: string; storeId: string },
): Promise<Page<RejectedProduct>> {
  const [externalId = null] = after ?? [];
  const { rows } = await sql<RejectedProduct>`
    select external_id, title, reason, path, message, payload, tries, first_seen_at, last_seen_at
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
     limit ${limit + 1}::int`;
  return pageOfRows(
    rows,
    limit,
    (row) => [row.external_id],
    (row) => row,
  );
}
