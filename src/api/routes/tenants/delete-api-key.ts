import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { revokeApiKey } from '../../../tenants/api-keys';
import { noContent } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';

export const deleteApiKey = route({
  method: 'delete',
  path: '/v1/tenants/:id/api-keys/:key_id',
  operationId: 'revokeApiKey',
  who: 'operator',
  summary: 'Revoke an API key',
  description: 'The key, and those in whose place it was made: an overlap ends with it.',
  params: z.strictObject({ id: Id, key_id: Id }),
  audits: ['api_key_revoked'],
  answers: { 204: null },

  async handle({ caller, params, services }) {
    const { id: tenantId, key_id: keyId } = params;
    const revoked = await services.database.withSystem(async (sql) => {
      const done = await revokeApiKey(sql, { tenantId, keyId });
      if (done) {
        const metadata = { key_id: keyId };
        await writeAuditLog(sql, { tenantId, action: 'api_key_revoked', actor: actorOf(caller), metadata });
      }
      return done;
    });
    return revoked ? noContent() : problem('not_found', `Tenant ${tenantId} has no active key ${keyId}.`);
  },
});
