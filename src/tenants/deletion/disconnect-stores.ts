import type { Database } from '../../database/database';
import { lockStore } from '../../stores/lock-store';

/** Destroys the credentials of all stores, each under its lock: what is merged just now is waited for, and no run begins. */
export async function disconnectStores(database: Database, tenantId: string): Promise<void> {
  const storeIds = await database.withClosedTenant(tenantId, async (sql) => {
    const { rows } = await sql<{ id: string }>`
      select id from stores where tenant_id = ${tenantId}::uuid and status <> 'disconnected' order by id`;
    return rows.map((row) => row.id);
  });
  for (const storeId of storeIds) {
    await database.withClosedTenant(tenantId, async (sql) => {
      await lockStore(sql, storeId);
      // Not as a store that is read: whatever a row holds, it can be deleted.
      await sql`
        update stores set status = 'disconnected', sealed_credentials = null
         where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid`;
    });
  }
}
