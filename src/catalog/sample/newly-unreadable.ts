import type { TenantSql } from '../../database/sql';

/** Which of the ids that a store answers unreadably are products that the catalogue has, and that are not set aside for it. */
export async function newlyUnreadable(
  sql: TenantSql,
  storeId: string,
  externalIds: readonly string[],
): Promise<string[]> {
  if (externalIds.length === 0) return [];
  const { rows } = await sql<{ external_id: string }>`
    select p.external_id from products p
     where p.tenant_id = ${sql.tenantId}::uuid and p.store_id = ${storeId}::uuid
       and p.external_id = any(${externalIds}::text[]) and p.is_active
       and not exists (select from rejected_products aside
                        where aside.tenant_id = ${sql.tenantId}::uuid and aside.store_id = ${storeId}::uuid
                          and aside.external_id = p.external_id and aside.closed_at is null)`;
  return rows.map((row) => row.external_id);
}
