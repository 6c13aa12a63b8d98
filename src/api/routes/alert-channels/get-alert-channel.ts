import { z } from 'zod';
import { readChannel } from '../../../alerts/channels/channel';
import { ofOwner } from '../../../alerts/channels/owned';
import { ok } from '../../http/answer';
import { noSuchChannel } from '../../http/problem';
import { AlertChannel, channelView } from '../../schemas/alert-channel';
import { Id } from '../../schemas/fields';
import { ownedRoute } from './owned-route';

export const getAlertChannel = ownedRoute({
  method: 'get',
  path: '/v1/alert-channels/:id',
  operationId: 'getAlertChannel',
  summary: 'Show a channel',
  params: z.strictObject({ id: Id }),
  answers: { 200: AlertChannel },

  async handle({ ownerId, params: { id }, services: { database } }) {
    const channel = await ofOwner(database, ownerId, (sql) => readChannel(sql, ownerId, id));
    return channel === null ? noSuchChannel(id) : ok(channelView(channel));
  },
});
