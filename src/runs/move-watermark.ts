import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';

/**
 * After a listing that was read whole and merged, however its run ends: the store's watermark and its number of products
 * move. One product that is set aside, or a decision that nobody takes, must not hold them for weeks. What a later run
 * moved is not taken back.
 */
export async function moveWatermark(sql: TenantSql, run: RunReference, products: number): Promise<void> {
  if (run.mode !== 'full' || run.dryRun) return;
  await sql`
    update stores s
       set watermark = coalesce(r.store_time, s.watermark), product_count = ${products}::int
      from sync_runs r
     where s.tenant_id = ${run.tenantId}::uuid and s.id = ${run.storeId}::uuid
       and r.tenant_id = s.tenant_id and r.id = ${run.id}::uuid
       and (s.watermark is null or r.store_time >= s.watermark)`;
}
