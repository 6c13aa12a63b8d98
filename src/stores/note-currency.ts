import type { TenantSql } from '../database/sql';

/** A store's currency can be changed by its owner at any time; every run reads it anew. */
export async function noteCurrency(sql: TenantSql, storeId: string, currency: string): Promise<void> {
  await sql`
    update stores set currency = ${currency}::text, updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid and currency <> ${currency}::text`;
}
