import type { TenantSql } from '../database/sql';
import { TENANT_LIST, type Tenant } from './tenant';

/** The transaction's own tenant; null when there is none with that id. */
export async function readTenant(sql: TenantSql): Promise<Tenant | null> {
  const { rows } = await sql<Tenant>`select ${TENANT_LIST} from tenants where id = ${sql.tenantId}::uuid`;
  return rows[0] ?? null;
}
