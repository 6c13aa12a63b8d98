import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { rotateApiKey } from '../../../tenants/api-keys';
import { isInFuture } from '../../../tenants/key-life';
import { EXPIRY_IS_PAST, rotatedBefore } from '../../actions/key-problem';
import { created } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';
import { OldExpiresAt, ROTATION_TEXT, RotationBody } from '../../schemas/key';
import { NewKeyBody, newKeyBody } from '../../schemas/tenant';

export const postApiKeyRotate = route({
  method: 'post',
  path: '/v1/tenants/:id/api-keys/:key_id/rotate',
  operationId: 'rotateApiKey',
  who: 'operator',
  summary: 'Replace an API key, with an overlap',
  description: `${ROTATION_TEXT} The new key has the scopes of the old one.`,
  params: z.strictObject({ id: Id, key_id: Id }),
  body: RotationBody.prefault({}),
  idempotent: true,
  audits: ['api_key_rotated'],
  answers: { 201: z.strictObject({ ...NewKeyBody.shape, old_expires_at: OldExpiresAt }) },
  problems: ['conflict'],

  async handle({ caller, params, body, services, remember }) {
    const { id: tenantId, key_id: keyId } = params;
    const { overlap: overlapSeconds, expires_at: expiresAt } = body;
    return services.database.withSystem(async (sql) => {
      if (expiresAt && !(await isInFuture(sql, expiresAt))) return EXPIRY_IS_PAST;
      const outcome = await rotateApiKey(sql, { tenantId, keyId, overlapSeconds, expiresAt });
      if (outcome.kind === 'not_found') {
        return problem('not_found', `Tenant ${tenantId} has no key ${keyId} that is good: make one.`);
      }
      if (outcome.kind === 'rotated_before') return rotatedBefore(outcome.replacedBy);

      const { key, oldExpiresAt } = outcome;
      await writeAuditLog(sql, {
        tenantId,
        action: 'api_key_rotated',
        actor: actorOf(caller),
        metadata: {
          key_id: keyId,
          new_key_id: key.id,
          name: key.name,
          old_expires_at: oldExpiresAt,
          expires_at: key.expiresAt,
        },
      });
      return remember(sql, created({ ...newKeyBody(key), old_expires_at: oldExpiresAt }));
    });
  },
});
