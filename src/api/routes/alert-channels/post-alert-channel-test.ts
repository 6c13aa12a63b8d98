import { z } from 'zod';
import { addUnlessWaiting } from '../../../alerts/channels/add-delivery';
import { readChannel } from '../../../alerts/channels/channel';
import { lockChannel } from '../../../alerts/channels/lock-channel';
import { ofOwner } from '../../../alerts/channels/owned';
import { writeAuditLog } from '../../../logs/audit-log';
import { deliverSoon } from '../../actions/deliver-soon';
import { accepted } from '../../http/answer';
import { noSuchChannel } from '../../http/problem';
import { Id } from '../../schemas/fields';
import { ownedRoute } from './owned-route';

export const postAlertChannelTest = ownedRoute({
  method: 'post',
  path: '/v1/alert-channels/:id/test',
  operationId: 'testAlertChannel',
  summary: 'Send a channel a test',
  description:
    'Within seconds, quiet hours or not; `GET …/deliveries` tells what came of it. An e-mail address that did not confirm yet is ' +
    'asked again in its place, once an hour at most. While one waits to be sent, no second one is made.',
  params: z.strictObject({ id: Id }),
  audits: ['alert_channel_tested'],
  answers: { 202: z.strictObject({ delivery_id: Id }) },

  async handle({ ownerId, actor, params: { id }, services }) {
    const deliveryId = await ofOwner(services.database, ownerId, async (sql) => {
      await lockChannel(sql, id);
      const channel = await readChannel(sql, ownerId, id);
      if (channel === null) return null;
      const metadata = { channel_id: id };
      await writeAuditLog(sql, { tenantId: ownerId, action: 'alert_channel_tested', actor, metadata });
      return addUnlessWaiting(sql, channel, channel.confirmedAt === null ? 'confirmation' : 'test');
    });
    if (deliveryId === null) return noSuchChannel(id);
    deliverSoon(services, { tenantId: ownerId, channelId: id });
    return accepted({ delivery_id: deliveryId });
  },
});
