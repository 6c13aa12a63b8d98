import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { countSetAside } from './count-set-aside';

/**
 * After a listing that was read whole: what is set aside, was in none of its pages and is nothing in the catalogue that
 * could be sold is gone. One that the catalogue has as active is asked for as missing, and stays here until the store
 * has answered (I1). Whoever was looked at since the run began is left to the next run.
 */
export async function closeAbsentRejected(sql: TenantSql, run: RunReference): Promise<void> {
  const { rowCount } = await sql`
    update rejected_products aside set closed_at = now()
     where aside.tenant_id = ${run.tenantId}::uuid and aside.store_id = ${run.storeId}::uuid and aside.closed_at is null
       and aside.observation < (select min(page.observation) from sync_pages page
                                 where page.tenant_id = ${run.tenantId}::uuid and page.run_id = ${run.id}::uuid)
       and not exists (
             select from products p
              where p.tenant_id = ${run.tenantId}::uuid and p.store_id = ${run.storeId}::uuid
                and p.external_id = aside.external_id and p.is_active)`;
  if (rowCount !== 0) await countSetAside(sql, run);
}

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
  const { rowCount } = await sql`
    update rejected_products set closed_at = now(), observation = ${observation}::bigint
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid
       and external_id = any(${externalIds}::text[])
       and closed_at is null and observation < ${observation}::bigint`;
  if (rowCount !== 0) await countSetAside(sql, run);
}
