import { onlyRow, type TenantSql } from '../../database/sql';
import { BRAKES } from '../../model/run-errors';

/**
 * The store's last full run met what only a person can accept, nobody did, and what changed was read within a day: another
 * incremental run would meet the same.
 */
export async function waitsForDecision(sql: TenantSql, storeId: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select coalesce((select r.status = 'failed' and r.error_type = any(${[...BRAKES]}::text[])
                       from sync_runs r
                      where r.tenant_id = ${sql.tenantId}::uuid and r.store_id = ${storeId}::uuid and r.mode = 'full'
                        and not r.dry_run and r.finished_at is not null
                      order by r.queued_at desc limit 1), false)
       and exists (select from sync_runs r
                    where r.tenant_id = ${sql.tenantId}::uuid and r.store_id = ${storeId}::uuid and r.mode = 'incremental'
                      and not r.dry_run and r.queued_at > now() - interval '1 day') as waits`;
  return onlyRow(rows).waits;
}
