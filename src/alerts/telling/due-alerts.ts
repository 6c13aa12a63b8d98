import { type Sql, sqlPart } from '../../database/sql';
import type { AlertKind } from '../../model/alerts/alert-kinds';
import type { AlertEvent, ToldAlert } from '../../model/alerts/channels';
import type { Channel } from '../channels/channel';

/** What a channel is to be told of one alert. */
export interface DueAlert extends ToldAlert {
  kind: AlertKind;
  event: AlertEvent;
}

/** More are told of in the next minute. */
const MOST = 5_000;

/** Products that were set aside since it was told last, which are worth telling before the day is over. */
const GREW = { products: 10, percent: 1 } as const;

const TOLD = sqlPart`
  a.id, a.kind, a.tenant_id, t.name as tenant_name, a.store_id, s.name as store_name, s.platform, a.facts,
  a.opened_at, a.solved_at, a.solved_why
    from alerts a
    join stores s on s.tenant_id = a.tenant_id and s.id = a.store_id
    join tenants t on t.id = a.tenant_id`;

/**
 * What a channel has to be told at a moment: open alerts that it was not told of, those of a day ago, and the end of what it was
 * told of. In the scope of its owner, so that a tenant's sees its own alerts and the operator's all.
 */
export async function dueAlerts(sql: Sql, { id, tenantId, kinds }: Channel, at: Date): Promise<DueAlert[]> {
  const { rows } = await sql<DueAlert>`
    select * from (
      (select case when told.alert_id is null then 'opened' else 'reminder' end as event, ${TOLD}
         left join alert_tellings told on told.channel_id = ${id}::uuid and told.alert_id = a.id
        where a.solved_at is null and t.is_active
          and (${tenantId}::uuid is null or a.tenant_id = ${tenantId}::uuid)
          and (${kinds}::text[] is null or a.kind = any(${kinds}::text[]))
          and (told.alert_id is null or told.told_at <= ${at}::timestamptz - interval '1 day'
               or (a.facts ->> 'set_aside')::bigint - told.set_aside
                  > greatest(${GREW.products}::bigint, (a.facts ->> 'products')::bigint * ${GREW.percent}::int / 100)))
      union all
      (select 'solved' as event, ${TOLD}
         join alert_tellings told on told.channel_id = ${id}::uuid and told.alert_id = a.id
        where a.solved_at is not null)) due
     order by opened_at, id
     limit ${MOST}::int`;
  return rows;
}

/** Written down in the transaction that makes the deliveries: told means that it is on its way, whatever becomes of this process. */
export async function noteTold(sql: Sql, channel: Channel, told: readonly DueAlert[], at: Date): Promise<void> {
  const ids = (events: readonly AlertEvent[]) => told.filter(({ event }) => events.includes(event)).map(({ id }) => id);
  await sql`
    insert into alert_tellings (tenant_id, channel_id, alert_id, told_at, set_aside)
    select ${channel.tenantId}::uuid, ${channel.id}::uuid, a.id, ${at}::timestamptz, (a.facts ->> 'set_aside')::int
      from alerts a
     where a.id = any(${ids(['opened', 'reminder'])}::uuid[])
        on conflict (channel_id, alert_id) do update set told_at = excluded.told_at, set_aside = excluded.set_aside`;
  await sql`
    delete from alert_tellings where channel_id = ${channel.id}::uuid and alert_id = any(${ids(['solved'])}::uuid[])`;
}
