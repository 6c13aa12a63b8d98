import type { TenantSql } from '../../database/sql';

/** Takes a merged batch off the staging table, and what a store's dead attempts left there an hour ago or earlier. */
export async function clearBatch(sql: TenantSql, storeId: string, batchId: string): Promise<void> {
  await sql`
    delete from staged_pages
     where tenant_id = ${sql.tenantId}::uuid
       and (batch_id = ${batchId}::uuid
            or (store_id = ${storeId}::uuid and staged_at < now() - interval '1 hour'
                and not exists (select from sync_runs r where r.tenant_id = staged_pages.tenant_id
                                   and r.id = staged_pages.run_id and r.finished_at is null)))`;
}
