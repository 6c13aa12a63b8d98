import type { SystemSql } from '../../database/sql';
import type { DeliverEventsInput } from '../../model/events/event';

/** What is due for longer was not rung for, or its ring was lost. */
const LATE_SECONDS = 15;

/** Endpoints of all tenants that should have been told something, who waits longest first. */
export async function listDueEndpoints(sql: SystemSql, limit: number): Promise<DeliverEventsInput[]> {
  const { rows } = await sql<DeliverEventsInput>`
    select e.tenant_id as "tenantId", e.id as "endpointId"
      from event_endpoints e
     cross join lateral (
       select next_try_at from event_deliveries d
        where d.tenant_id = e.tenant_id and d.endpoint_id = e.id and d.state = 'pending'
        order by next_try_at
        limit 1) d
     where e.paused_at is null
       and greatest(e.probe_at, d.next_try_at) < now() - make_interval(secs => ${LATE_SECONDS}::int)
     order by d.next_try_at
     limit ${limit}::int`;
  return rows;
}
