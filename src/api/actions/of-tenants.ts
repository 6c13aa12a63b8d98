import type { SystemSql } from '../../database/sql';
import { tenantNames } from '../../tenants/tenant-names';

/** Says of each item whose it is: for operators, who see those of all tenants. */
export async function ofTenants<Item extends object>(
  sql: SystemSql,
  items: readonly { tenantId: string | null; item: Item }[],
): Promise<(Item & { tenant_id: string | null; tenant_name: string | null })[]> {
  const names = await tenantNames(
    sql,
    items.flatMap(({ tenantId }) => tenantId ?? []),
  );
  return items.map(({ tenantId, item }) => ({
    ...item,
    tenant_id: tenantId,
    tenant_name: tenantId === null ? null : (names.get(tenantId) ?? null),
  }));
}
