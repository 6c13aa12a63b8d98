import { type Page, type PageRequest, pageOfRows } from '../../database/page';
import type { TenantSql } from '../../database/sql';
import type { Difference } from '../../model/difference';

/** Notes what a dry run found; a product that it met twice stands as it was met last. */
export async function writeDifferences(sql: TenantSql, runId: string, differences: Difference[]): Promise<void> {
  if (differences.length === 0) return;
  await sql`
    insert into run_differences (tenant_id, run_id, external_id, kind, product_id, title, fields, evidence)
    select ${sql.tenantId}::uuid, ${runId}::uuid, d.external_id, d.kind, d.product_id, d.title, d.fields, d.evidence
      from jsonb_to_recordset(${JSON.stringify(differences)}::jsonb)
           as d(external_id text, kind text, product_id uuid, title text, fields jsonb, evidence jsonb)
     order by d.external_id
    on conflict (tenant_id, run_id, external_id) do update set
      kind = excluded.kind, product_id = excluded.product_id, title = excluded.title,
      fields = excluded.fields, evidence = excluded.evidence`;
}

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
