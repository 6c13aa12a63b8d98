import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { patchEndpoint } from '../../../outgoing/endpoints/keep-endpoint';
import { noSuchEndpoint, refusedUrl } from '../../actions/endpoint-problems';
import { ok } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';
import { auditedEndpoint, Description, EndpointBody, EventNames, ReceiverUrl } from '../../schemas/event-endpoint';
import { Id } from '../../schemas/fields';

export const patchEventEndpoint = route({
  method: 'patch',
  path: '/v1/event-endpoints/:id',
  operationId: 'updateEventEndpoint',
  who: 'integrations:manage',
  summary: 'Change an event endpoint, pause or resume it',
  description:
    'What is absent stays. What happens while it is paused waits, for 30 days at most; resuming sends it, and so does another address for what failed.',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({
    url: ReceiverUrl.optional(),
    events: EventNames.optional(),
    description: Description.optional(),
    paused: z.boolean().optional(),
  }),
  audits: ['event_endpoint_updated'],
  answers: { 200: EndpointBody },
  problems: ['store_address_refused'],

  async handle({ caller, params: { id }, body, services: { database, surroundings } }) {
    const refused = body.url === undefined ? null : refusedUrl(body.url, surroundings);
    if (refused !== null) return refused;
    const tenantId = caller.tenant.id;
    return database.withTenant(tenantId, async (sql) => {
      const endpoint = await patchEndpoint(sql, id, body);
      if (endpoint === null) return noSuchEndpoint(id);
      const metadata = { ...auditedEndpoint(endpoint), paused: endpoint.paused !== null };
      await writeAuditLog(sql, { tenantId, action: 'event_endpoint_updated', actor: actorOf(caller), metadata });
      return ok(endpoint);
    });
  },
});
