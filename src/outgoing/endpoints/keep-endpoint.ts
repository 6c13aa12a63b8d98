import { randomUUID } from 'node:crypto';
import { onlyRow, type TenantSql } from '../../database/sql';
import type { EventType } from '../../model/events/event';
import type { Sealer } from '../../stores/sealed-credentials';
import { tell } from '../note-event';
import { ENDPOINT_COLUMNS, type Endpoint, type EndpointRow, endpointOf } from './endpoint';
import { BOTH_SIGN_HOURS, newEndpointSecret, sealEndpointSecret } from './endpoint-secrets';

/** Each event is written and sent once for each of them. */
export const MOST_ENDPOINTS = 20;

export interface NewEndpoint {
  url: string;
  events: EventType[];
  description: string | null;
}

/** With its secret, which is told this once; null: the tenant has as many as it may. */
export async function createEndpoint(
  sql: TenantSql,
  sealer: Sealer,
  { url, events, description }: NewEndpoint,
): Promise<{ endpoint: Endpoint; secret: string } | null> {
  const { tenantId } = sql;
  // Two that are made at once must not both be the last one.
  await sql`select pg_advisory_xact_lock(hashtextextended('event_endpoints/' || ${tenantId}::text, 0))`;
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from event_endpoints where tenant_id = ${tenantId}::uuid`;
  if (onlyRow(counted).count >= MOST_ENDPOINTS) return null;
  const id = randomUUID();
  const secret = newEndpointSecret();
  const { rows } = await sql<EndpointRow>`
    insert into event_endpoints (tenant_id, id, url, events, description, sealed_secret)
    values (${tenantId}::uuid, ${id}::uuid, ${url}::text, ${events}::text[], ${description}::text,
            ${sealEndpointSecret(sealer, { tenantId, id }, secret)}::bytea)
    returning ${ENDPOINT_COLUMNS}`;
  return { endpoint: endpointOf(onlyRow(rows)), secret };
}

export interface EndpointPatch {
  url?: string | undefined;
  events?: EventType[] | undefined;
  description?: string | null | undefined;
  paused?: boolean | undefined;
}

/**
 * What is absent stays. Resuming, and another address, forgive what failed: all that waits is sent at once. null: there is
 * no such endpoint.
 */
export async function patchEndpoint(sql: TenantSql, id: string, patch: EndpointPatch): Promise<Endpoint | null> {
  const { url = null, events = null, description, paused = null } = patch;
  const forgives = url !== null || paused === false;
  const { rows } = await sql<EndpointRow>`
    with patched as (
      update event_endpoints
         set url = coalesce(${url}::text, url), events = coalesce(${events}::text[], events),
             description = case when ${description === undefined}::boolean then description else ${description ?? null}::text end,
             paused_at = case when ${paused}::boolean then coalesce(paused_at, now()) when ${paused}::boolean is null then paused_at end,
             paused_why = case when ${paused}::boolean then coalesce(paused_why, 'by_hand')
                               when ${paused}::boolean is null then paused_why end,
             failed_tries = case when ${forgives}::boolean then 0 else failed_tries end,
             failing_since = case when ${forgives}::boolean then null else failing_since end,
             last_problem = case when ${forgives}::boolean then null else last_problem end,
             probe_at = case when ${forgives}::boolean then null else probe_at end,
             updated_at = now()
       where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid
      returning *
    )
    select ${ENDPOINT_COLUMNS} from patched`;
  const [row] = rows;
  if (row === undefined) return null;
  if (row.paused_at === null) tell(sql, [{ id, after_ms: 0 }]);
  return endpointOf(row);
}

/** With all of its deliveries. False: there is no such endpoint. */
export async function deleteEndpoint(sql: TenantSql, id: string): Promise<boolean> {
  const { rowCount } = await sql`
    delete from event_endpoints where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid`;
  return rowCount === 1;
}

/** A new secret, told this once; the one before signs too for a day. null: there is no such endpoint. */
export async function rotateEndpointSecret(
  sql: TenantSql,
  sealer: Sealer,
  id: string,
): Promise<{ secret: string; former_secret_until: Date } | null> {
  const { tenantId } = sql;
  const secret = newEndpointSecret();
  const { rows } = await sql<{ former_secret_until: Date }>`
    update event_endpoints
       set sealed_former_secret = sealed_secret, former_secret_until = now() + make_interval(hours => ${BOTH_SIGN_HOURS}::int),
           sealed_secret = ${sealEndpointSecret(sealer, { tenantId, id }, secret)}::bytea, updated_at = now()
     where tenant_id = ${tenantId}::uuid and id = ${id}::uuid
    returning former_secret_until`;
  return rows[0] === undefined ? null : { secret, ...rows[0] };
}
