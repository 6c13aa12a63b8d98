import type { TenantSql } from '../database/sql';
import type { HintHold } from '../model/webhooks/hints';
import { IS_TAKABLE } from './takable';

/** Nobody takes up the store's hints any more until what holds them is settled. The caller notes since when others wait. */
export async function holdTakable(sql: TenantSql, storeId: string, heldBy: HintHold): Promise<void> {
  await sql`
    update webhook_events e set held_by = ${heldBy}::text
     where e.tenant_id = ${sql.tenantId}::uuid and e.store_id = ${storeId}::uuid and ${IS_TAKABLE}`;
}
