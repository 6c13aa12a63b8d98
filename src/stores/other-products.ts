import { and, eq, ne, sum } from 'drizzle-orm';
import type { TenantSql } from '../database/sql';
import { stores } from '../database/tables/stores';

/** Products of the tenant's stores but this one, as counted when they were connected or last read whole. */
export async function otherProducts({ db, tenantId }: TenantSql, storeId: string): Promise<number> {
  const rows = await db
    .select({ products: sum(stores.productCount).mapWith(Number) })
    .from(stores)
    .where(and(eq(stores.tenantId, tenantId), ne(stores.id, storeId)));
  return rows[0]?.products ?? 0;
}
