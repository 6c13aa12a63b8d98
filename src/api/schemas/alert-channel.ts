import { z } from 'zod';
import type { Channel } from '../../alerts/channels/channel';
import { ALERT_KINDS } from '../../model/alerts/alert-kinds';
import { CHANNEL_KINDS } from '../../model/alerts/channels';
import { TimeOfDay, TimeZone } from '../../stores/freshness/settings';
import { Id, Moment } from './fields';

const Kinds = z
  .array(z.enum(ALERT_KINDS))
  .min(1, 'must name one kind at least; null is all of them')
  .max(ALERT_KINDS.length)
  .refine((kinds) => new Set(kinds).size === kinds.length, 'must name each kind once')
  .nullable()
  .meta({ description: 'null: all, and those that come' });

const QuietHours = z
  .strictObject({ from: TimeOfDay.meta({ example: '22:00' }), to: TimeOfDay.meta({ example: '06:00' }) })
  .refine(({ from, to }) => from !== to, 'must begin and end at different times')
  .nullable()
  .meta({ description: 'Nobody is told then; what is still unsolved behind it is told. `to` may lie behind midnight' });

/** What can be changed of a channel. Another address is another channel. */
export const ChannelSettings = z.strictObject({ kinds: Kinds, quiet_hours: QuietHours, time_zone: TimeZone }).partial();

const Url = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(2_000);

export const NewChannelBody = z.discriminatedUnion('kind', [
  ChannelSettings.extend({
    kind: z.literal('slack'),
    url: Url.meta({ description: 'Of an incoming webhook of Slack' }),
  }),
  ChannelSettings.extend({ kind: z.literal('webhook'), url: Url }),
  ChannelSettings.extend({ kind: z.literal('email'), address: z.email('must be an e-mail address').max(254) }),
]);

const CHANNEL = {
  id: Id,
  kind: z.enum(CHANNEL_KINDS),
  address: z.string().meta({ description: 'Masked: it is a secret', example: 'https://hooks.slack.com/…' }),
  kinds: z.array(z.enum(ALERT_KINDS)).nullable(),
  quiet_hours: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
  time_zone: z.string(),
  state: z.enum(['unconfirmed', 'active', 'failing']).meta({
    description: '`unconfirmed`: the link of the e-mail was not opened yet. `failing`: the last message was not taken',
  }),
  created_at: Moment,
};

export const AlertChannel = z.strictObject(CHANNEL).meta({ id: 'AlertChannel' });

export const MadeAlertChannel = z
  .strictObject({
    ...CHANNEL,
    secret: z.string().optional().meta({ description: 'Of a webhook: what signs its messages. Shown once' }),
  })
  .meta({ id: 'MadeAlertChannel' });

export function channelView(channel: Channel): z.input<typeof AlertChannel> {
  const { id, kind, shown, kinds, quietHours, timeZone, confirmedAt, failedTries, createdAt } = channel;
  return {
    id,
    kind,
    address: shown,
    kinds,
    quiet_hours: quietHours,
    time_zone: timeZone,
    state: confirmedAt === null ? 'unconfirmed' : failedTries > 0 ? 'failing' : 'active',
    created_at: createdAt.toISOString(),
  };
}
