import type { TenantSql } from '../../database/sql';
import type { Difference } from '../../model/difference';

export interface DifferencesSummary {
  /** Products. */
  by_kind: Record<Difference['kind'], number>;
  /** Products that are changed in it, most first. */
  by_field: { field: string; products: number }[];
}

/** How many products a dry run found different, by kind, and in which fields; those of all variants are one field. */
export async function summariseDifferences(sql: TenantSql, runId: string): Promise<DifferencesSummary> {
  const [kinds, fields] = await Promise.all([
    sql<{ kind: Difference['kind']; products: number }>`
      select kind, count(*) as products
        from run_differences
       where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid
       group by kind`,
    sql<{ field: string; products: number }>`
      select field, count(*) as products
        from run_differences d
       cross join lateral (
             select distinct regexp_replace(each ->> 'field', '^variants[[].*[]]', 'variants[]') as field
               from jsonb_array_elements(d.fields) each) changed
       where tenant_id = ${sql.tenantId}::uuid and run_id = ${runId}::uuid and kind = 'changed'
       group by field
       order by products desc, field`,
  ]);
  const summary: DifferencesSummary = { by_kind: { created: 0, changed: 0, deactivated: 0 }, by_field: fields.rows };
  for (const { kind, products } of kinds.rows) summary.by_kind[kind] = products;
  return summary;
}
