import { type Page, type PageRequest, pageOfRows } from '../../database/page';
import type { Sql } from '../../database/sql';
import type { ChannelReference, DeliveryState, DeliveryType } from '../../model/alerts/channels';

export interface ListedDelivery {
  id: string;
  type: DeliveryType;
  state: DeliveryState;
  tries: number;
  count: number | null;
  nextTryAt: Date | null;
  status: number | null;
  body: string | null;
  ms: number | null;
  createdAt: Date;
}

/** What was sent to a channel, newest first. */
export async function listAlertDeliveries(
  sql: Sql,
  { tenantId, channelId }: ChannelReference,
  { limit, after }: PageRequest,
): Promise<Page<ListedDelivery>> {
  const [at = null, id = null] = after ?? [];
  const { rows } = await sql<ListedDelivery & { exact: string }>`
    select d.id, d.type, d.state, d.tries, (d.message ->> 'count')::int as count,
           case when d.state = 'pending' then c.due_at end as "nextTryAt", d.response_status as status,
           d.response_body as body, d.response_ms as ms, d.created_at as "createdAt", d.created_at::text as exact
      from alert_deliveries d
      join alert_channels c on c.id = d.channel_id
     where d.channel_id = ${channelId}::uuid and d.tenant_id is not distinct from ${tenantId}::uuid
       and (${id}::uuid is null or (d.created_at, d.id) < (${at}::timestamptz, ${id}::uuid))
     order by d.created_at desc, d.id desc
     limit ${limit + 1}::int`;
  return pageOfRows(
    rows,
    limit,
    (row) => [row.exact, row.id],
    ({ exact: _, ...delivery }) => delivery,
  );
}
