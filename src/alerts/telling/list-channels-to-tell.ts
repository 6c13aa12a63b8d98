import type { SystemSql } from '../../database/sql';
import type { ChannelReference } from '../../model/alerts/channels';

/** Channels that may have to be told something: those of owners with alerts that are open or were solved lately. */
export async function listChannelsToTell(sql: SystemSql): Promise<ChannelReference[]> {
  const { rows } = await sql<ChannelReference>`
    select c.id as "channelId", c.tenant_id as "tenantId"
      from alert_channels c
      left join tenants t on t.id = c.tenant_id
     where c.confirmed_at is not null and c.failed_tries = 0
       and (c.tenant_id is null
            or t.is_active and t.deletion_asked_at is null and exists (select from alerts a
                        where a.tenant_id = c.tenant_id
                          and (a.solved_at is null or a.solved_at > now() - interval '7 days')))
     order by c.id`;
  return rows;
}

/** More are rung for in the next minute. */
const MOST_DUE = 500;

/** Channels with a message whose time has come, who waits longest first. None of tenants that are switched off or being deleted. */
export async function listDueChannels(sql: SystemSql): Promise<ChannelReference[]> {
  const { rows } = await sql<ChannelReference>`
    select id as "channelId", tenant_id as "tenantId"
      from alert_channels
     where due_at <= now()
       and (tenant_id is null
            or tenant_id in (select id from tenants where is_active and deletion_asked_at is null))
     order by due_at, id
     limit ${MOST_DUE}::int`;
  return rows;
}
