import { type Page, type PageRequest, pageOfRows } from '../../database/page';
import { sqlPart, type TenantSql } from '../../database/sql';
import type { DeliveryState, EventType, TEST_EVENT } from '../../model/events/event';

/** An event on its way to an endpoint, and what came of the last try. */
export interface Delivery {
  id: string;
  event_id: string;
  type: EventType | typeof TEST_EVENT;
  state: DeliveryState;
  tries: number;
  next_try_at: Date | null;
  response: { status: number; body: string; ms: number } | null;
  /** Why no answer came. */
  problem: string | null;
  created_at: Date;
  finished_at: Date | null;
}

export interface DeliveryRow extends Omit<Delivery, 'response'> {
  response_status: number | null;
  response_body: string | null;
  response_ms: number | null;
}

/** The columns of a `DeliveryRow`, of a delivery `d` with its event `e`. */
export const DELIVERY_COLUMNS = sqlPart`
  d.id, d.event_id, e.type, d.state, d.tries, d.next_try_at, d.response_status, d.response_body, d.response_ms, d.problem,
  d.created_at, d.finished_at`;

export function deliveryOf({
  response_status: status,
  response_body: body,
  response_ms: ms,
  ...row
}: DeliveryRow): Delivery {
  return { ...row, response: status === null ? null : { status, body: body ?? '', ms: ms ?? 0 } };
}

/** An endpoint's deliveries, newest first; in one state. */
export async function listDeliveries(
  sql: TenantSql,
  { endpointId, state, limit, after }: PageRequest & { endpointId: string; state?: DeliveryState | undefined },
): Promise<Page<Delivery>> {
  const [at = null, id = null] = after ?? [];
  const { rows } = await sql<DeliveryRow & { at_exact: string }>`
    select ${DELIVERY_COLUMNS}, d.created_at::text as at_exact
      from event_deliveries d
      join events e on e.tenant_id = d.tenant_id and e.id = d.event_id
     where d.tenant_id = ${sql.tenantId}::uuid and d.endpoint_id = ${endpointId}::uuid
       and (${state ?? null}::text is null or d.state = ${state ?? null}::text)
       and (${id}::uuid is null or (d.created_at, d.id) < (${at}::timestamptz, ${id}::uuid))
     order by d.created_at desc, d.id desc
     limit ${limit + 1}::int`;
  return pageOfRows(
    rows,
    limit,
    (row) => [row.at_exact, row.id],
    ({ at_exact: _, ...row }) => deliveryOf(row),
  );
}
