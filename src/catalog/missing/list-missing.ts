import { type Page, type PageRequest, pageOfRows } from '../../database/page';
import type { RowOf, TenantSql } from '../../database/sql';
import type { products } from '../../database/tables/catalog';
import type { missingProducts } from '../../database/tables/runs';

export type MissingProduct = Pick<RowOf<typeof missingProducts>, 'external_id' | 'product_id' | 'state' | 'evidence'> &
  Pick<RowOf<typeof products>, 'title' | 'price' | 'url'>;

/** The products that a run did not find in the store's listing, and what the store said about each. */
export async function listMissing(
  sql: TenantSql,
  { runId, limit, after }: PageRequest & { runId: string },
): Promise<Page<MissingProduct>> {
  const [externalId = null] = after ?? [];
  const { rows } = await sql<MissingProduct>`
    select m.external_id, m.product_id, p.title, p.price::text as price, p.url, m.state, m.evidence
      from missing_products m
      join products p on p.tenant_id = m.tenant_id and p.id = m.product_id
     where m.tenant_id = ${sql.tenantId}::uuid
       and p.tenant_id = ${sql.tenantId}::uuid
       and m.run_id = ${runId}::uuid
       and (${externalId}::text is null or m.external_id > ${externalId}::text)
     order by m.external_id
     limit ${limit + 1}::int`;
  return pageOfRows(
    rows,
    limit,
    (row) => [row.external_id],
    (row) => row,
  );
}

/** Those of the ids that the run does not list as missing. */
export async function unknownMissing(sql: TenantSql, runId: string, externalIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    select asked.external_id
      from unnest(${externalIds}::text[]) asked (external_id)
     where not exists (select from missing_products m
                        where m.tenant_id = ${sql.tenantId}::uuid
                          and m.run_id = ${runId}::uuid
                          and m.external_id = asked.external_id)`;
  return rows.map((row) => row.external_id);
}
