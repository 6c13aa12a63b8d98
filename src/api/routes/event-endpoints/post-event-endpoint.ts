import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { createEndpoint, MOST_ENDPOINTS } from '../../../outgoing/endpoints/keep-endpoint';
import { refusedUrl } from '../../actions/endpoint-problems';
import { created } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import {
  auditedEndpoint,
  Description,
  EndpointBody,
  EventNames,
  ReceiverUrl,
  Secret,
} from '../../schemas/event-endpoint';

export const postEventEndpoint = route({
  method: 'post',
  path: '/v1/event-endpoints',
  operationId: 'createEventEndpoint',
  who: 'integrations:manage',
  summary: 'Have one of your systems told what happens',
  description: `Each event is a POST that is signed as Standard Webhooks says; any 2xx takes it. At most ${MOST_ENDPOINTS} endpoints a tenant.`,
  body: z.strictObject({ url: ReceiverUrl, events: EventNames, description: Description.optional() }),
  idempotent: true,
  audits: ['event_endpoint_created'],
  answers: { 201: EndpointBody.extend({ secret: Secret }).meta({ id: 'NewEventEndpoint' }) },
  problems: ['conflict', 'store_address_refused'],

  async handle({ caller, body, services: { database, sealer, surroundings }, remember }) {
    const { url, events, description = null } = body;
    const refused = refusedUrl(url, surroundings);
    if (refused !== null) return refused;
    const tenantId = caller.tenant.id;
    return database.withTenant(tenantId, async (sql) => {
      const made = await createEndpoint(sql, sealer, { url, events, description });
      if (made === null) {
        return problem(
          'conflict',
          `The tenant has ${MOST_ENDPOINTS} event endpoints, the most there may be: delete one.`,
        );
      }
      const metadata = auditedEndpoint(made.endpoint);
      await writeAuditLog(sql, { tenantId, action: 'event_endpoint_created', actor: actorOf(caller), metadata });
      return remember(sql, created({ ...made.endpoint, secret: made.secret }));
    });
  },
});
