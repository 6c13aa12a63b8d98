import { z } from 'zod';
import { DELIVERY_STATES } from '../../../model/events/event';
import { listDeliveries } from '../../../outgoing/deliveries/list-deliveries';
import { readEndpoint } from '../../../outgoing/endpoints/list-endpoints';
import { noSuchEndpoint } from '../../actions/endpoint-problems';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { DeliveryBody } from '../../schemas/event-endpoint';
import { Id } from '../../schemas/fields';

export const getEventDeliveries = readRoute({
  path: '/v1/event-endpoints/:id/deliveries',
  operationId: 'listEventDeliveries',
  who: 'integrations:manage',
  summary: 'List what an event endpoint was told, or waits for, newest first',
  description: 'They are kept for 30 days.',
  params: z.strictObject({ id: Id }),
  query: z.strictObject({ ...pageQuery, state: z.enum(DELIVERY_STATES).optional() }),
  answers: { 200: pageOf(DeliveryBody) },

  async read(sql, { params: { id }, query }) {
    if ((await readEndpoint(sql, id)) === null) return noSuchEndpoint(id);
    const { state } = query;
    return answerPage(query, ['event-deliveries', sql.tenantId, id, state], (page) =>
      listDeliveries(sql, { ...page, endpointId: id, state }),
    );
  },
});
