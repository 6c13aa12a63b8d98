import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/** The next missing products that the store has not been asked for. */
export async function nextSuspects(sql: TenantSql, run: RunReference, limit: number): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    select external_id from missing_products
     where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid and state = 'suspect'
     order by external_id
     limit ${limit}::int`;
  return rows.map((row) => row.external_id);
}
