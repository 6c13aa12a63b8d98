import type { TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { moveWatermark } from '../stores/watermark';

/**
 * After a listing that was read whole and merged, however its run ends: the store's watermark, its number of products and
 * the time of its last whole read move, and its listing is not short any more. One product that is set aside, or a
 * decision that nobody takes, must not hold them for weeks. What a later run moved is not taken back: by our own clock, as
 * a store's may be put right.
 */
export async function noteWholeListing(sql: TenantSql, run: RunReference, products: number): Promise<void> {
  if (run.mode !== 'full' || run.dryRun) return;
  await sql`
    update stores s
       set product_count = ${products}::int, read_at = r.started_at, read_run = r.id,
           short_since = null, short_runs = 0, short_run = null, short_why = null
      from sync_runs r
     where s.tenant_id = ${run.tenantId}::uuid and s.id = ${run.storeId}::uuid
       and r.tenant_id = s.tenant_id and r.id = ${run.id}::uuid
       and (s.read_at is null or r.started_at >= s.read_at)`;
  await moveWatermark(sql, run);
}
