import type { TenantSql } from '../../database/sql';
import { isFailing } from '../../model/events/delivery-waits';
import type { EventType, TEST_EVENT } from '../../model/events/event';

/** Whom to send to, as its row says just now. */
export interface OpenEndpoint {
  tenantId: string;
  id: string;
  url: string;
  sealedSecret: Buffer;
  /** null: none signs any more. */
  sealedFormerSecret: Buffer | null;
  failedTries: number;
}

export interface ClaimedDelivery {
  id: string;
  eventId: string;
  tries: number;
  type: EventType | typeof TEST_EVENT;
  at: Date;
  data: unknown;
}

export type Claimed =
  | { kind: 'claimed'; endpoint: OpenEndpoint; deliveries: ClaimedDelivery[] }
  /** It is gone, paused, or fails and waits for its next probe. */
  | { kind: 'left' };

export interface Claim {
  endpointId: string;
  /** The attempt that claims: what an earlier one of the endpoint claimed is taken over, as it is not at work any more. */
  attempt: string;
  most: number;
  /** It has others in hand: then a failing endpoint gets none. */
  isBusy: boolean;
}

/**
 * Takes the first of an endpoint's due deliveries. One that fails gets one at a time. Changes of a catalogue are frozen
 * with it: what a merge joins at this moment is waited for, and sent with them.
 */
export async function claimDeliveries(sql: TenantSql, { endpointId, attempt, most, isBusy }: Claim): Promise<Claimed> {
  const { rows: endpoints } = await sql<OpenEndpoint>`
    select tenant_id as "tenantId", id, url, sealed_secret as "sealedSecret", failed_tries as "failedTries",
           case when former_secret_until > now() then sealed_former_secret end as "sealedFormerSecret"
      from event_endpoints
     where tenant_id = ${sql.tenantId}::uuid and id = ${endpointId}::uuid and paused_at is null
       and coalesce(probe_at <= now(), true)`;
  const [endpoint] = endpoints;
  if (endpoint === undefined) return { kind: 'left' };
  const fails = isFailing(endpoint.failedTries);
  if (fails && isBusy) return { kind: 'left' };
  const { rows: deliveries } = await sql<ClaimedDelivery>`
    with due as materialized (
      select id, event_id from event_deliveries
       where tenant_id = ${sql.tenantId}::uuid and endpoint_id = ${endpointId}::uuid and state = 'pending'
         and next_try_at <= now() and claimed_by is distinct from ${attempt}::uuid
       order by next_try_at, id
       limit ${fails ? 1 : most}::int
         for update
    ),
    claimed as (
      update event_deliveries d set claimed_by = ${attempt}::uuid, first_tried_at = coalesce(first_tried_at, now())
       where d.tenant_id = ${sql.tenantId}::uuid and d.id = any(array(select id from due))
      returning d.id, d.event_id, d.tries
    ),
    frozen as (
      update events e set frozen_at = now()
       where e.tenant_id = ${sql.tenantId}::uuid and e.id = any(array(select event_id from due))
         and e.type = 'catalog.changed' and e.frozen_at is null
      returning e.id, e.data
    )
    select claimed.id, claimed.event_id as "eventId", claimed.tries, e.type, e.at, coalesce(frozen.data, e.data) as data
      from claimed
      join events e on e.tenant_id = ${sql.tenantId}::uuid and e.id = claimed.event_id
      left join frozen on frozen.id = e.id`;
  return { kind: 'claimed', endpoint, deliveries };
}

/** In how long the endpoint's next row may be tried; null: none waits, or it is paused. */
export async function nextTryIn(sql: TenantSql, endpointId: string): Promise<number | null> {
  const { rows } = await sql<{ ms: number }>`
    select greatest(0, round(extract(epoch from greatest(e.probe_at, d.next_try_at) - now()) * 1000))::int8 as ms
      from event_endpoints e
     cross join lateral (
       select next_try_at from event_deliveries d
        where d.tenant_id = e.tenant_id and d.endpoint_id = e.id and d.state = 'pending'
        order by next_try_at
        limit 1) d
     where e.tenant_id = ${sql.tenantId}::uuid and e.id = ${endpointId}::uuid and e.paused_at is null`;
  return rows[0]?.ms ?? null;
}
