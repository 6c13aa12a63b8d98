import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { sendTest } from '../../../outgoing/deliveries/send-by-hand';
import { readEndpoint } from '../../../outgoing/endpoints/list-endpoints';
import { endpointPaused, noSuchEndpoint } from '../../actions/endpoint-problems';
import { accepted } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';
import { DeliveryBody } from '../../schemas/event-endpoint';
import { Id } from '../../schemas/fields';

export const postEventEndpointTest = route({
  method: 'post',
  path: '/v1/event-endpoints/:id/test',
  operationId: 'testEventEndpoint',
  who: 'integrations:manage',
  summary: 'Send an event endpoint a test event',
  description: 'Of type `endpoint.test`, before all that waits. What came of it stands among the deliveries.',
  params: z.strictObject({ id: Id }),
  audits: ['event_endpoint_tested'],
  answers: { 202: DeliveryBody },
  problems: ['conflict'],

  async handle({ caller, params: { id }, services: { database } }) {
    const tenantId = caller.tenant.id;
    return database.withTenant(tenantId, async (sql) => {
      const delivery = await sendTest(sql, id);
      if (delivery === null) return (await readEndpoint(sql, id)) === null ? noSuchEndpoint(id) : endpointPaused(id);
      const metadata = { endpoint_id: id, delivery_id: delivery.id };
      await writeAuditLog(sql, { tenantId, action: 'event_endpoint_tested', actor: actorOf(caller), metadata });
      return accepted(delivery);
    });
  },
});
