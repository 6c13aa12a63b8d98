import { z } from 'zod';
import { readChannel } from '../../../alerts/channels/channel';
import { ofOwner } from '../../../alerts/channels/owned';
import { listAlertDeliveries } from '../../../alerts/sending/list-deliveries';
import { DELIVERY_STATES } from '../../../model/alerts/channels';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { noSuchChannel } from '../../http/problem';
import { Id, Moment } from '../../schemas/fields';
import { ownedRoute } from './owned-route';

const AlertDelivery = z
  .strictObject({
    id: Id.meta({ description: 'Of the message too, however often it is sent: it may come twice' }),
    type: z.string().meta({ description: 'Kind and event, such as run_failed.opened; test; confirmation' }),
    count: z.int().nullable().meta({ description: 'Alerts that the message tells of; null: it tells of none' }),
    state: z.enum(DELIVERY_STATES),
    tries: z.int(),
    next_try_at: Moment.nullable(),
    response: z
      .strictObject({
        status: z.int().nullable().meta({ description: 'null: no answer came, or it is e-mail' }),
        body: z.string().meta({ description: 'Its beginning, or why there was none' }),
        ms: z.int(),
      })
      .nullable()
      .meta({ description: 'Of the last try; null before the first' }),
    created_at: Moment,
  })
  .meta({ id: 'AlertDelivery' });

export const getAlertDeliveries = ownedRoute({
  method: 'get',
  path: '/v1/alert-channels/:id/deliveries',
  operationId: 'listAlertDeliveries',
  summary: 'List what was sent to a channel, newest first',
  params: z.strictObject({ id: Id }),
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(AlertDelivery) },

  async handle({ ownerId, params: { id }, query, services: { database } }) {
    const channel = await ofOwner(database, ownerId, (sql) => readChannel(sql, ownerId, id));
    if (channel === null) return noSuchChannel(id);
    return answerPage(query, ['alert-deliveries', ownerId, id], async (page) => {
      const { items, next } = await ofOwner(database, ownerId, (sql) =>
        listAlertDeliveries(sql, { tenantId: ownerId, channelId: id }, page),
      );
      return {
        next,
        items: items.map(({ status, body, ms, nextTryAt, createdAt, ...delivery }) => ({
          ...delivery,
          next_try_at: nextTryAt?.toISOString() ?? null,
          response: ms === null ? null : { status, body: body ?? '', ms },
          created_at: createdAt.toISOString(),
        })),
      };
    });
  },
});
