import { z } from 'zod';
import { patchChannel } from '../../../alerts/channels/keep-channel';
import { ofOwner } from '../../../alerts/channels/owned';
import { writeAuditLog } from '../../../logs/audit-log';
import { ok } from '../../http/answer';
import { noSuchChannel } from '../../http/problem';
import { AlertChannel, ChannelSettings, channelView } from '../../schemas/alert-channel';
import { Id } from '../../schemas/fields';
import { ownedRoute } from './owned-route';

export const patchAlertChannel = ownedRoute({
  method: 'patch',
  path: '/v1/alert-channels/:id',
  operationId: 'updateAlertChannel',
  summary: 'Change what a channel is told of, and when it is quiet',
  description: 'What is absent stays. Another address is another channel.',
  params: z.strictObject({ id: Id }),
  body: ChannelSettings,
  audits: ['alert_channel_updated'],
  answers: { 200: AlertChannel },

  async handle({ ownerId, actor, params: { id }, body, services: { database } }) {
    const channel = await ofOwner(database, ownerId, async (sql) => {
      const patched = await patchChannel(sql, ownerId, id, body);
      const metadata = { channel_id: id, ...body };
      if (patched) await writeAuditLog(sql, { tenantId: ownerId, action: 'alert_channel_updated', actor, metadata });
      return patched;
    });
    return channel === null ? noSuchChannel(id) : ok(channelView(channel));
  },
});
