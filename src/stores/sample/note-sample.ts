import type { TenantSql } from '../../database/sql';
import type { StoreSample } from '../../model/freshness/sample';

/** Writes when the next sample is due; with `sample` also what this one came to. */
export async function noteSample(
  sql: TenantSql,
  storeId: string,
  { nextAt, sample = null }: { nextAt: Date; sample?: StoreSample | null },
): Promise<void> {
  await sql`
    update stores
       set sample_due_at = ${nextAt}::timestamptz,
           sample = coalesce(${sample === null ? null : JSON.stringify(sample)}::jsonb, sample)
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}
