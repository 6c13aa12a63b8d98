import type { TenantSql } from '../database/sql';
import type { EventType } from '../model/events/event';

export interface NewEvent {
  type: EventType;
  storeId: string;
  /** Ids, counts and words that are the tenant's to read; never a credential (I8). */
  data: Record<string, unknown>;
}

/**
 * Writes that something happened, in the transaction that makes it true, for each endpoint that wants to hear of it. A tenant
 * that has none pays for a look at an index.
 */
export async function noteEvent(sql: TenantSql, { type, storeId, data }: NewEvent): Promise<void> {
  const { rows } = await sql<ToldEndpoint>`
    with subscribed as materialized (
      select id, paused_at is null and coalesce(probe_at <= now(), true) as listens from event_endpoints
       where tenant_id = ${sql.tenantId}::uuid and events @> array[${type}::text]
    ),
    event as (
      insert into events (tenant_id, type, store_id, data)
      select ${sql.tenantId}::uuid, ${type}::text, ${storeId}::uuid, ${JSON.stringify(data)}::jsonb
       where exists (select from subscribed)
      returning id
    ),
    planned as (
      insert into event_deliveries (tenant_id, endpoint_id, event_id)
      select ${sql.tenantId}::uuid, subscribed.id, event.id from subscribed, event
    )
    select id, 0 as after_ms from subscribed where listens`;
  tell(sql, rows);
}

export interface ToldEndpoint {
  id: string;
  after_ms: number;
}

/** Once the transaction has committed. Whoever is failing or paused waits for its time. */
export function tell(sql: TenantSql, endpoints: readonly ToldEndpoint[]): void {
  for (const { id: endpointId, after_ms: afterMs } of endpoints) {
    sql.news.push({ tenantId: sql.tenantId, endpointId, afterMs });
  }
}
