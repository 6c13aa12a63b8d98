import type { TenantSql } from '../../database/sql';
import { releaseHeld } from '../../stores/webhooks/release-held';
import { noteHintsSince } from '../hints-since';

/**
 * Once a store is connected again: what it told while it refused us, or while nobody asked it, waits no longer. Answers
 * whether there is any.
 */
export async function takeHintsUpAgain(sql: TenantSql, storeId: string): Promise<boolean> {
  await releaseHeld(sql, storeId, { heldBy: 'credentials' });
  await noteHintsSince(sql, storeId);
  const { rowCount } = await sql`
    select from store_webhooks
     where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid and hints_since <= now()`;
  return rowCount === 1;
}
