import { onlyRow, sqlPart, type TenantSql } from '../../database/sql';
import { hasWaited, isTimeOfPlanned } from '../rejected/has-waited';
import { unsettled } from './unsettled';

/**
 * Whether anything of the store is to be asked for by id now, as no date of the store will bring it: a product that was set
 * aside and has waited long enough, a planned one whose time has come by the store's clock, or a suspect without a clear
 * answer. What an incremental run would read beside its listing.
 */
export async function hasWaiting(sql: TenantSql, storeId: string, storeTime: string): Promise<boolean> {
  const { rows } = await sql<{ waiting: boolean }>`
    select exists (select from rejected_products r
                    where r.tenant_id = ${sql.tenantId}::uuid and r.store_id = ${storeId}::uuid and r.closed_at is null
                      and ${hasWaited(sqlPart`r.last_seen_at`, sqlPart`r.tries`)})
        or exists (select from products p
                    where p.tenant_id = ${sql.tenantId}::uuid and p.store_id = ${storeId}::uuid
                      and ${isTimeOfPlanned(sqlPart`${storeTime}::timestamptz`)})
        or exists (select from ${unsettled(sql.tenantId, storeId, null)} known) as waiting`;
  return onlyRow(rows).waiting;
}
