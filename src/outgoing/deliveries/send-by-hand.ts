import { sqlPart, type TenantSql } from '../../database/sql';
import { TEST_EVENT } from '../../model/events/event';
import { tell } from '../note-event';
import { DELIVERY_COLUMNS, type Delivery, type DeliveryRow, deliveryOf } from './list-deliveries';

/** Somebody waits for it: before all that is due, and though the endpoint fails. */
const AT_THE_HEAD = sqlPart`
  least(now(), (select min(next_try_at) from event_deliveries waiting
                 where waiting.tenant_id = endpoint.tenant_id and waiting.endpoint_id = endpoint.id
                   and waiting.state = 'pending')) - interval '1 second'`;

/** null: there is no such endpoint, or it is paused. */
export async function sendTest(sql: TenantSql, endpointId: string): Promise<Delivery | null> {
  const { rows } = await sql<DeliveryRow>`
    with endpoint as (
      update event_endpoints set probe_at = null
       where tenant_id = ${sql.tenantId}::uuid and id = ${endpointId}::uuid and paused_at is null
      returning tenant_id, id
    ),
    e as (
      insert into events (tenant_id, type, data)
      select tenant_id, ${TEST_EVENT}::text, jsonb_build_object('endpoint_id', id) from endpoint
      returning id, type
    ),
    d as (
      insert into event_deliveries (tenant_id, endpoint_id, event_id, next_try_at)
      select endpoint.tenant_id, endpoint.id, e.id, ${AT_THE_HEAD} from endpoint, e
      returning *
    )
    select ${DELIVERY_COLUMNS} from d, e`;
  return toldOf(sql, endpointId, rows[0]);
}

/** The same event, under its id, from the beginning of its tries. null: there is no such delivery, or its endpoint is paused. */
export async function resend(
  sql: TenantSql,
  { endpointId, deliveryId }: { endpointId: string; deliveryId: string },
): Promise<Delivery | null> {
  const { rows } = await sql<DeliveryRow>`
    with endpoint as (
      update event_endpoints set probe_at = null
       where tenant_id = ${sql.tenantId}::uuid and id = ${endpointId}::uuid and paused_at is null
         and exists (select from event_deliveries d
                      where d.tenant_id = ${sql.tenantId}::uuid and d.id = ${deliveryId}::uuid and d.endpoint_id = ${endpointId}::uuid)
      returning tenant_id, id
    ),
    d as (
      update event_deliveries again
         set state = 'pending', tries = 0, first_tried_at = null, claimed_by = null, finished_at = null,
             next_try_at = ${AT_THE_HEAD}
        from endpoint
       where again.tenant_id = endpoint.tenant_id and again.id = ${deliveryId}::uuid
      returning again.*
    )
    select ${DELIVERY_COLUMNS} from d join events e on e.tenant_id = d.tenant_id and e.id = d.event_id`;
  return toldOf(sql, endpointId, rows[0]);
}

function toldOf(sql: TenantSql, endpointId: string, row: DeliveryRow | undefined): Delivery | null {
  if (row === undefined) return null;
  tell(sql, [{ id: endpointId, after_ms: 0 }]);
  return deliveryOf(row);
}
