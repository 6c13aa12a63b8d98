import { z } from 'zod';
import { listChannels } from '../../../alerts/channels/channel';
import { ofOwner } from '../../../alerts/channels/owned';
import { ok } from '../../http/answer';
import { AlertChannel, channelView } from '../../schemas/alert-channel';
import { ownedRoute } from './owned-route';

export const getAlertChannels = ownedRoute({
  method: 'get',
  path: '/v1/alert-channels',
  operationId: 'listAlertChannels',
  summary: 'List channels that are told of alerts',
  description: 'All of them, oldest first. An operator who names no tenant gets those that belong to none.',
  answers: { 200: z.strictObject({ items: z.array(AlertChannel) }) },

  async handle({ ownerId, services: { database } }) {
    const channels = await ofOwner(database, ownerId, (sql) => listChannels(sql, ownerId));
    return ok({ items: channels.map(channelView) });
  },
});
