import type { TenantSql } from '../../database/sql';

/** For so long a store that tells of products is believed to be the one that was connected, and in its currency. */
const KNOWN_FOR_MINUTES = 5;

/** A store said what it is, and it is the one that was connected. Other prices than the catalogue's are asked about each time. */
export async function noteDescribed(
  sql: TenantSql,
  storeId: string,
  { currency }: { currency: string },
): Promise<void> {
  await sql`
    update store_webhooks w
       set described_at = case when s.currency = ${currency}::text then now() end
      from stores s
     where w.tenant_id = ${sql.tenantId}::uuid and w.store_id = ${storeId}::uuid
       and s.tenant_id = w.tenant_id and s.id = w.store_id`;
}

/** Whatever run asked it: stretches of refreshing are as short as the pauses between a store's news. */
export async function wasDescribedLately(sql: TenantSql, storeId: string): Promise<boolean> {
  const { rowCount } = await sql`
    select from store_webhooks
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid
       and described_at > now() - make_interval(mins => ${KNOWN_FOR_MINUTES}::int)`;
  return rowCount === 1;
}
