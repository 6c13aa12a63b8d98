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
