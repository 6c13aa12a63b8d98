import { onlyRow, type Sql } from '../../database/sql';
import type { AlertMessage, DeliveryType } from '../../model/alerts/channels';
import type { Channel } from './channel';

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
