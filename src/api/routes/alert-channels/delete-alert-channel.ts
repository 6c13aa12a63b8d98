import { z } from 'zod';
import { deleteChannel } from '../../../alerts/channels/keep-channel';
import { ofOwner } from '../../../alerts/channels/owned';
import { writeAuditLog } from '../../../logs/audit-log';
import { noContent } from '../../http/answer';
import { noSuchChannel } from '../../http/problem';
import { Id } from '../../schemas/fields';
import { ownedRoute } from './owned-route';

export const deleteAlertChannel = ownedRoute({
  method: 'delete',
  path: '/v1/alert-channels/:id',
  operationId: 'deleteAlertChannel',
  summary: 'Delete a channel',
  description: 'With the log of what was sent to it. What is on its way may still arrive.',
  params: z.strictObject({ id: Id }),
  audits: ['alert_channel_deleted'],
  answers: { 204: null },

  async handle({ ownerId, actor, params: { id }, services: { database } }) {
    const isDeleted = await ofOwner(database, ownerId, async (sql) => {
      const done = await deleteChannel(sql, ownerId, id);
      const metadata = { channel_id: id };
      if (done) await writeAuditLog(sql, { tenantId: ownerId, action: 'alert_channel_deleted', actor, metadata });
      return done;
    });
    return isDeleted ? noContent() : noSuchChannel(id);
  },
});
