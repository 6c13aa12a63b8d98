import { randomUUID } from 'node:crypto';
import { onlyRow, type Sql } from '../../database/sql';
import type { AlertKind } from '../../model/alerts/alert-kinds';
import type { ChannelKind, ChannelQuietHours } from '../../model/alerts/channels';
import type { Sealer } from '../../stores/sealed-credentials';
import { addDelivery } from './add-delivery';
import { newSecret, sealAddress, shownAddress } from './address';
import { type Channel, readChannel } from './channel';
import { lockChannel } from './lock-channel';

/** Of one owner: each of them is told of each alert. */
export const MOST_CHANNELS = 50;

export interface NewChannel {
  kind: ChannelKind;
  address: string;
  kinds: AlertKind[] | null;
  quietHours: ChannelQuietHours | null;
  timeZone: string;
}

export type KeptChannel = { kind: 'made'; channel: Channel; secret: string } | { kind: 'too_many' };

/** Makes a channel. An e-mail address is asked first whether it wants to be one. */
export async function makeChannel(
  sql: Sql,
  sealer: Sealer,
  tenantId: string | null,
  given: NewChannel,
): Promise<KeptChannel> {
  const { rows: counted } = await sql<{ count: number }>`
    select count(*) as count from alert_channels where tenant_id is not distinct from ${tenantId}::uuid`;
  if (onlyRow(counted).count >= MOST_CHANNELS) return { kind: 'too_many' };
  const { kind, address, kinds, quietHours, timeZone } = given;
  const id = randomUUID();
  const secret = newSecret(kind);
  const sealed = sealAddress(sealer, { tenantId, channelId: id }, { address, secret });
  await sql`
    insert into alert_channels (id, tenant_id, kind, sealed, shown, kinds, quiet_hours, time_zone, confirmed_at)
    values (${id}::uuid, ${tenantId}::uuid, ${kind}::text, ${sealed}::bytea, ${shownAddress(kind, address)}::text,
            ${kinds}::text[], ${quietHours === null ? null : JSON.stringify(quietHours)}::jsonb, ${timeZone}::text,
            case when ${kind}::text <> 'email' then now() end)`;
  if (kind === 'email') await addDelivery(sql, { id, tenantId }, 'confirmation');
  const channel = await readChannel(sql, tenantId, id);
  if (channel === null) throw new Error('a channel that was just made is not there');
  return { kind: 'made', channel, secret };
}

export interface ChannelPatch {
  kinds?: AlertKind[] | null | undefined;
  quiet_hours?: ChannelQuietHours | null | undefined;
  time_zone?: string | undefined;
}

/** What is absent stays. null: there is no such channel. */
export async function patchChannel(
  sql: Sql,
  tenantId: string | null,
  id: string,
  patch: ChannelPatch,
): Promise<Channel | null> {
  const { kinds = null, quiet_hours: quiet = null, time_zone: timeZone = null } = patch;
  await sql`
    update alert_channels
       set kinds = case when ${'kinds' in patch}::boolean then ${kinds}::text[] else kinds end,
           quiet_hours = case when ${'quiet_hours' in patch}::boolean
                              then ${quiet === null ? null : JSON.stringify(quiet)}::jsonb else quiet_hours end,
           time_zone = coalesce(${timeZone}::text, time_zone), updated_at = now()
     where id = ${id}::uuid and tenant_id is not distinct from ${tenantId}::uuid`;
  return readChannel(sql, tenantId, id);
}

/** The channel with all that was sent to it. False: there is none. */
export async function deleteChannel(sql: Sql, tenantId: string | null, id: string): Promise<boolean> {
  await lockChannel(sql, id);
  const { rowCount } = await sql`
    delete from alert_channels where id = ${id}::uuid and tenant_id is not distinct from ${tenantId}::uuid`;
  if (rowCount !== 1) return false;
  await sql`delete from alert_tellings where channel_id = ${id}::uuid`;
  await sql`delete from alert_deliveries where channel_id = ${id}::uuid`;
  return true;
}
