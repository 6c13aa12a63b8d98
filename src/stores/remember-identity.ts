import type { TenantSql } from '../database/sql';

/** The same store under another name for itself, or one that a person accepted. */
export async function rememberIdentity(sql: TenantSql, storeId: string, identity: string): Promise<void> {
  await sql`
    update stores set identity = ${identity}::text, updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid and id = ${storeId}::uuid`;
}
