import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { rotateEndpointSecret } from '../../../outgoing/endpoints/keep-endpoint';
import { noSuchEndpoint } from '../../actions/endpoint-problems';
import { created } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';
import { Secret } from '../../schemas/event-endpoint';
import { Id, Moment } from '../../schemas/fields';

export const postEventEndpointSecret = route({
  method: 'post',
  path: '/v1/event-endpoints/:id/secret',
  operationId: 'makeEventEndpointSecret',
  who: 'integrations:manage',
  summary: 'Make a new secret for an event endpoint',
  description: 'The one before signs too for 24 hours, beside it: one that was the former one already signs no more.',
  params: z.strictObject({ id: Id }),
  idempotent: true,
  audits: ['event_endpoint_secret_made'],
  answers: { 201: z.strictObject({ secret: Secret, former_secret_until: Moment }).meta({ id: 'EventEndpointSecret' }) },

  async handle({ caller, params: { id }, services: { database, sealer }, remember }) {
    const tenantId = caller.tenant.id;
    return database.withTenant(tenantId, async (sql) => {
      const made = await rotateEndpointSecret(sql, sealer, id);
      if (made === null) return noSuchEndpoint(id);
      const metadata = { endpoint_id: id };
      await writeAuditLog(sql, { tenantId, action: 'event_endpoint_secret_made', actor: actorOf(caller), metadata });
      return remember(sql, created(made));
    });
  },
});
