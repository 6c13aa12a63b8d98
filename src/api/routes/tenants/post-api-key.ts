import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { createApiKey } from '../../../tenants/api-keys';
import { created } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { Id, Name } from '../../schemas/fields';
import { NewKeyBody, newKeyBody, Scopes } from '../../schemas/tenant';

export const postApiKey = route({
  method: 'post',
  path: '/v1/tenants/:id/api-keys',
  operationId: 'createApiKey',
  who: 'operator',
  summary: 'Make an API key',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ name: Name, scopes: Scopes }),
  answers: { 201: NewKeyBody },

  async handle({ caller, params, body, services }) {
    const key = await services.database.withSystem(async (sql) => {
      const made = await createApiKey(sql, { tenantId: params.id, ...body });
      if (made) {
        const metadata = { key_id: made.id, name: made.name, scopes: made.scopes };
        await writeAuditLog(sql, { tenantId: params.id, action: 'api_key_created', actor: actorOf(caller), metadata });
      }
      return made;
    });
    return key ? created(newKeyBody(key)) : problem('not_found', `There is no tenant ${params.id}.`);
  },
});
