import { onlyRow, type Sql } from '../../database/sql';
import type { AlertMessage, ChannelKind, ChannelReference, DeliveryType } from '../../model/alerts/channels';
import { lockChannel } from '../channels/lock-channel';
import type { Sent } from './send-delivery';

/** Between two tries of what a channel did not take, in minutes; the last one repeats. */
const WAITS = [1, 2, 5, 10, 20, 30, 60, 120, 180] as const;

/** Then a message is old news: it is given up, and what is still unsolved is told anew. */
const GIVEN_UP_AFTER_HOURS = 72;

export interface NextDelivery {
  id: string;
  type: DeliveryType;
  message: AlertMessage | null;
  createdAt: Date;
  kind: ChannelKind;
  shown: string;
  sealed: Buffer;
}

/** The oldest message of a channel, when its time has come. */
export async function nextDelivery(sql: Sql, { tenantId, channelId }: ChannelReference): Promise<NextDelivery | null> {
  const { rows } = await sql<NextDelivery>`
    select d.id, d.type, d.message, d.created_at as "createdAt", c.kind, c.shown, c.sealed
      from alert_channels c
      join alert_deliveries d on d.channel_id = c.id and d.state = 'pending'
     where c.id = ${channelId}::uuid and c.tenant_id is not distinct from ${tenantId}::uuid and c.due_at <= now()
     order by d.created_at, d.id
     limit 1`;
  return rows[0] ?? null;
}

/** Writes down what came of a try, and when the channel gets the next one. Answers whether that is now. */
export async function noteSent(sql: Sql, { channelId }: ChannelReference, id: string, sent: Sent): Promise<boolean> {
  await lockChannel(sql, channelId);
  const { rows } = await sql<{ goesOn: boolean }>`
    with noted as (
      update alert_deliveries
         set tries = tries + 1, response_status = ${sent.status}::int, response_body = ${sent.body}::text,
             response_ms = ${sent.ms}::int,
             state = case when ${sent.isTaken}::boolean then 'delivered'
                          when created_at < now() - make_interval(hours => ${GIVEN_UP_AFTER_HOURS}::int) then 'failed'
                          else 'pending' end,
             finished_at = case when ${sent.isTaken}::boolean
                                  or created_at < now() - make_interval(hours => ${GIVEN_UP_AFTER_HOURS}::int) then now() end
       where id = ${id}::uuid and channel_id = ${channelId}::uuid and state = 'pending'
      returning state),
    later as (
      select case when exists (select from alert_deliveries d
                                where d.channel_id = ${channelId}::uuid and d.state = 'pending' and d.id <> ${id}::uuid)
                  then now() end as at)
    update alert_channels c
       set failed_tries = case when ${sent.isTaken}::boolean then 0 else c.failed_tries + 1 end,
           due_at = case when noted.state = 'pending'
                         then now() + make_interval(mins => (${[...WAITS]}::int[])[least(c.failed_tries + 1, ${WAITS.length}::int)])
                         else later.at end
      from noted, later
     where c.id = ${channelId}::uuid
    returning coalesce(c.due_at <= now(), false) as "goesOn"`;
  return rows.length > 0 && onlyRow(rows).goesOn;
}

/** The address was asked within the hour: the question waits. */
export async function putOff(sql: Sql, { channelId }: ChannelReference, until: Date): Promise<void> {
  await sql`update alert_channels set due_at = ${until}::timestamptz where id = ${channelId}::uuid`;
}

/** Whether an e-mail address may be asked now, whoever names it: null when it may, which is noted; else when it may again. */
export async function claimConfirmation(sql: Sql, addressHash: string): Promise<Date | null> {
  await sql`delete from confirmation_mails where sent_at < now() - interval '1 hour'`;
  const { rowCount } = await sql`
    insert into confirmation_mails (address_hash) values (${addressHash}::text) on conflict do nothing`;
  if (rowCount === 1) return null;
  const { rows } = await sql<{ until: Date }>`
    select sent_at + interval '1 hour' as until from confirmation_mails where address_hash = ${addressHash}::text`;
  return rows[0]?.until ?? null;
}
