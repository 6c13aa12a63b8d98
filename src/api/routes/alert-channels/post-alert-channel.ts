import { MOST_CHANNELS, makeChannel } from '../../../alerts/channels/keep-channel';
import { ofOwner } from '../../../alerts/channels/owned';
import { NO_MAIL_SERVER } from '../../../alerts/sending/send-delivery';
import { writeAuditLog } from '../../../logs/audit-log';
import { faultOfAddress } from '../../../platforms/http/address-guard';
import { FAULTS } from '../../../platforms/http/post-to-receiver';
import { deliverSoon } from '../../actions/deliver-soon';
import { created } from '../../http/answer';
import { problem } from '../../http/problem';
import type { ApiServices } from '../../http/services';
import { channelView, MadeAlertChannel, NewChannelBody } from '../../schemas/alert-channel';
import { ownedRoute } from './owned-route';

export const postAlertChannel = ownedRoute({
  method: 'post',
  path: '/v1/alert-channels',
  operationId: 'createAlertChannel',
  summary: 'Make a channel that is told of alerts',
  description:
    'A tenant’s is told of its own stores, the operator’s of all. An e-mail address is asked first whether it wants that: one ' +
    'mail an address and hour, whose link opens a page to confirm.',
  body: NewChannelBody,
  idempotent: true,
  audits: ['alert_channel_created'],
  answers: { 201: MadeAlertChannel },
  problems: ['conflict', 'store_address_refused', 'mail_not_set_up'],

  async handle({ ownerId, actor, body, services, remember }) {
    const { database, sealer } = services;
    const { kind, kinds = null, quiet_hours: quietHours = null, time_zone: timeZone = 'UTC' } = body;
    const address = body.kind === 'email' ? body.address : body.url;
    const refused = body.kind === 'email' ? mailProblem(services) : urlProblem(services, body.url);
    if (refused !== null) return refused;
    const made = await ofOwner(database, ownerId, async (sql) => {
      const kept = await makeChannel(sql, sealer, ownerId, { kind, address, kinds, quietHours, timeZone });
      if (kept.kind === 'too_many') return null;
      const { channel, secret } = kept;
      const metadata = { channel_id: channel.id, kind, address: channel.shown };
      await writeAuditLog(sql, { tenantId: ownerId, action: 'alert_channel_created', actor, metadata });
      const view = { ...channelView(channel), ...(kind === 'webhook' && { secret }) };
      return { channelId: channel.id, answer: await remember(sql, created(view)) };
    });
    if (made === null) {
      return problem('conflict', `There are ${MOST_CHANNELS} channels, which is the most: delete one first.`);
    }
    if (kind === 'email') deliverSoon(services, { tenantId: ownerId, channelId: made.channelId });
    return made.answer;
  },
});

function mailProblem({ hasMailServer = false, publicUrl }: ApiServices) {
  if (hasMailServer && publicUrl !== null) return null;
  return problem('mail_not_set_up', `E-mail is not possible here: ${NO_MAIL_SERVER}. Ask the operator.`);
}

/** As on each delivery, so that whoever makes it is told. */
function urlProblem({ surroundings }: ApiServices, text: string) {
  const fault = faultOfAddress(new URL(text), surroundings);
  return fault === null ? null : problem('store_address_refused', `The address ${FAULTS[fault]}.`);
}
