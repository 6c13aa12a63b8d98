import type { Database } from '../../database/database';
import type { SystemSql, TenantSql } from '../../database/sql';

/**
 * A transaction on what one owner has: a tenant's rows in the tenant's scope, the operator's, which belong to no tenant, in the
 * system's.
 */
export function ofOwner<Result>(
  database: Database,
  tenantId: string | null,
  work: (sql: TenantSql | SystemSql) => Promise<Result>,
): Promise<Result> {
  return tenantId === null ? database.withSystem(work) : database.withTenant(tenantId, work);
}
