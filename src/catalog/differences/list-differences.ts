import { type Page, type PageRequest, pageOfRows } from '../../database/page';
import type { TenantSql } from '../../database/sql';
import type { Difference } from '../../model/difference';

/** Where the catalogue was not equal to the store when a dry run looked, by the products' ids in the store. */
export async function listDifferences(
  sql: TenantSql,
  { runId, limit, after }: PageRequest & { runId: string },
): Promise<Page<Difference>> {
  const [externalId = null] = after ?? [];
  const { rows } = await sql<Difference>`
    select kind, external_id, product_id, title, fields, evidence
      from run_differences
     where tenant_id = ${sql.tenantId}::uuid
       and run_id = ${runId}::uuid
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
