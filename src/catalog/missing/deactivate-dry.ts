import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/** What a dry run would switch off: each confirmed product that is still active becomes a difference. Answers how many. */
export async function deactivateDry(sql: TenantSql, run: RunReference): Promise<number> {
  const { rowCount } = await sql`
    with confirmed as (
      update missing_products m set state = 'deactivated'
        from products p
       where m.tenant_id = ${run.tenantId}::uuid and m.run_id = ${run.id}::uuid and m.state = 'confirmed'
         and p.tenant_id = m.tenant_id and p.id = m.product_id and p.is_active
      returning m.external_id, m.product_id, m.evidence, p.title
    )
    insert into run_differences (tenant_id, run_id, external_id, kind, product_id, title, fields, evidence)
    select ${run.tenantId}::uuid, ${run.id}::uuid, external_id, 'deactivated', product_id, title, '[]', evidence
      from confirmed
    on conflict (tenant_id, run_id, external_id) do nothing`;
  return rowCount ?? 0;
}
