import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { createApiKey } from '../../../tenants/api-keys';
import { isInFuture } from '../../../tenants/key-life';
import { EXPIRY_IS_PAST } from '../../actions/key-problem';
import { notThere } from '../../actions/not-there';
import { created } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { route } from '../../http/route';
import { Id, Name } from '../../schemas/fields';
import { GivenExpiry } from '../../schemas/key';
import { NewKeyBody, newKeyBody, Scopes } from '../../schemas/tenant';

export const postApiKey = route({
  method: 'post',
  path: '/v1/tenants/:id/api-keys',
  operationId: 'createApiKey',
  who: 'operator',
  summary: 'Make an API key',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ name: Name, scopes: Scopes, expires_at: GivenExpiry }),
  idempotent: true,
  audits: ['api_key_created'],
  answers: { 201: NewKeyBody },
  problems: ['conflict'],

  async handle({ caller, params: { id: tenantId }, body, services, remember }) {
    const { name, scopes, expires_at: expiresAt } = body;
    return services.database.withSystem(async (sql) => {
      if (expiresAt && !(await isInFuture(sql, expiresAt))) return EXPIRY_IS_PAST;
      const key = await createApiKey(sql, { tenantId, name, scopes, expiresAt });
      if (key === null) return notThere(sql, tenantId);
      const metadata = { key_id: key.id, name: key.name, scopes: key.scopes, expires_at: key.expiresAt };
      await writeAuditLog(sql, { tenantId, action: 'api_key_created', actor: actorOf(caller), metadata });
      return remember(sql, created(newKeyBody(key)));
    });
  },
});
