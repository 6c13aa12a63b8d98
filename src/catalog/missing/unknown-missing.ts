import type { TenantSql } from '../../database/sql';

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
