import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';

/**
 * Distinct products that the listing carried, readable or not, and the store's active products in the catalogue. Not
 * those that came when the missing were asked for: the answer stays the same when the run tries again after that.
 */
export async function seenByRun(sql: TenantSql, run: RunReference): Promise<{ distinct: number; active: number }> {
  const { rows } = await sql<{ distinct: number; active: number }>`
    select (select count(distinct each.external_id)
              from sync_pages page, unnest(page.external_ids || page.rejected_ids) each(external_id)
             where page.tenant_id = ${run.tenantId}::uuid and page.run_id = ${run.id}::uuid
               and page.observation not in (
                     select m.observation from missing_products m
                      where m.tenant_id = ${run.tenantId}::uuid and m.run_id = ${run.id}::uuid
                        and m.observation is not null))::int as distinct,
           (select count(*) from products
             where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and is_active)::int as active`;
  return rows[0] as { distinct: number; active: number };
}
