import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/** Products that are set aside and of which the store gave no clear answer: a try like any other. */
export async function noteUnclearRejected(
  sql: TenantSql,
  run: RunReference,
  externalIds: readonly string[],
): Promise<void> {
  await sql`
    update rejected_products
       set tries = tries + 1, last_seen_at = now()
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid
       and external_id = any(${externalIds}::text[]) and closed_at is null`;
}
