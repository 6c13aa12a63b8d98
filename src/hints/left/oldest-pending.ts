import type { SystemSql } from '../../database/sql';

/**
 * Since when the oldest hint of any store waits that is nobody's to hold: those of paused, disconnected or refusing stores
 * wait for people, and what a brake holds does so. null: none does.
 */
export async function oldestPendingHintAt(sql: SystemSql): Promise<Date | null> {
  const { rows } = await sql<{ since: Date }>`
    select webhooks.hints_since as since
      from store_webhooks webhooks
      join stores store on store.tenant_id = webhooks.tenant_id and store.id = webhooks.store_id
      join tenants tenant on tenant.id = webhooks.tenant_id and tenant.is_active
     where webhooks.hints_since <= now() and store.paused_at is null and store.status = 'active'
     order by webhooks.hints_since
     limit 1`;
  return rows[0]?.since ?? null;
}
