import { onlyRow, type Sql } from '../../database/sql';
import type { AlertMessage, DeliveryType } from '../../model/alerts/channels';
import type { Channel } from './channel';

/** As `addDelivery`, of a type of which one waits at most: asked for again, it is the one that waits. The channel is locked. */
export async function addUnlessWaiting(
  sql: Sql,
  channel: Pick<Channel, 'id' | 'tenantId'>,
  type: 'confirmation' | 'test',
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from alert_deliveries
     where tenant_id is not distinct from ${channel.tenantId}::uuid and channel_id = ${channel.id}::uuid
       and state = 'pending' and type = ${type}::text
     limit 1`;
  return rows[0]?.id ?? addDelivery(sql, channel, type);
}

/** Puts a message on its way. Answers its id, which stays the same however often it is sent. */
export async function addDelivery(
  sql: Sql,
  { id, tenantId }: Pick<Channel, 'id' | 'tenantId'>,
  type: DeliveryType,
  message: AlertMessage | null = null,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into alert_deliveries (tenant_id, channel_id, type, message)
    values (${tenantId}::uuid, ${id}::uuid, ${type}::text, ${message === null ? null : JSON.stringify(message)}::jsonb)
    returning id`;
  await sql`update alert_channels set due_at = coalesce(due_at, now()) where id = ${id}::uuid`;
  return onlyRow(rows).id;
}
