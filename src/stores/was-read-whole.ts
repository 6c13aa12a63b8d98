import type { TenantSql } from '../database/sql';

/** Whether any run read the store's whole listing: until then one group of fields has nothing to be compared with. */
export async function wasReadWhole(sql: TenantSql, storeId: string): Promise<boolean> {
  const { rows } = await sql<{ was_read: boolean }>`
    select read_at is not null as was_read from stores
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
  return rows[0]?.was_read ?? false;
}
