import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { resend } from '../../../outgoing/deliveries/send-by-hand';
import { readEndpoint } from '../../../outgoing/endpoints/list-endpoints';
import { endpointPaused, noSuchEndpoint } from '../../actions/endpoint-problems';
import { accepted } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { DeliveryBody } from '../../schemas/event-endpoint';
import { Id } from '../../schemas/fields';

export const postEventDeliveryResend = route({
  method: 'post',
  path: '/v1/event-endpoints/:id/deliveries/:delivery_id/resend',
  operationId: 'resendEventDelivery',
  who: 'integrations:manage',
  summary: 'Send an event once more',
  description: 'Under its id, whatever became of it, before all that waits.',
  params: z.strictObject({ id: Id, delivery_id: Id }),
  audits: ['event_delivery_resent'],
  answers: { 202: DeliveryBody },
  problems: ['conflict'],

  async handle({ caller, params, services: { database } }) {
    const { id, delivery_id: deliveryId } = params;
    const tenantId = caller.tenant.id;
    return database.withTenant(tenantId, async (sql) => {
      const delivery = await resend(sql, { endpointId: id, deliveryId });
      if (delivery === null) {
        const endpoint = await readEndpoint(sql, id);
        if (endpoint === null) return noSuchEndpoint(id);
        if (endpoint.status === 'paused') return endpointPaused(id);
        return problem('not_found', `Event endpoint ${id} has no delivery ${deliveryId}: GET …/deliveries lists them.`);
      }
      const metadata = { endpoint_id: id, delivery_id: deliveryId, event_id: delivery.event_id };
      await writeAuditLog(sql, { tenantId, action: 'event_delivery_resent', actor: actorOf(caller), metadata });
      return accepted(delivery);
    });
  },
});
