import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/**
 * Products that were set aside and of which the store says that they are gone leave the list. The observation of that
 * word stays with the row, so that an older page that comes late does not open it again (I12).
 */
export async function closeGoneRejected(
  sql: TenantSql,
  run: RunReference,
  externalIds: readonly string[],
  observation: number,
): Promise<void> {
  await sql`
    update rejected_products set closed_at = now(), observation = ${observation}::bigint
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid
       and external_id = any(${externalIds}::text[])
       and closed_at is null and observation < ${observation}::bigint`;
}
