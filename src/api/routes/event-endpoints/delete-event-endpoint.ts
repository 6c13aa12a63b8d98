import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { deleteEndpoint } from '../../../outgoing/endpoints/keep-endpoint';
import { noSuchEndpoint } from '../../actions/endpoint-problems';
import { noContent } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';

export const deleteEventEndpoint = route({
  method: 'delete',
  path: '/v1/event-endpoints/:id',
  operationId: 'deleteEventEndpoint',
  who: 'integrations:manage',
  summary: 'Delete an event endpoint with its deliveries',
  params: z.strictObject({ id: Id }),
  audits: ['event_endpoint_deleted'],
  answers: { 204: null },

  async handle({ caller, params: { id }, services: { database } }) {
    const tenantId = caller.tenant.id;
    return database.withTenant(tenantId, async (sql) => {
      if (!(await deleteEndpoint(sql, id))) return noSuchEndpoint(id);
      const metadata = { endpoint_id: id };
      await writeAuditLog(sql, { tenantId, action: 'event_endpoint_deleted', actor: actorOf(caller), metadata });
      return noContent();
    });
  },
});
