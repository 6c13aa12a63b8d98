import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { isInFuture } from '../../../tenants/key-life';
import { rotateOperator } from '../../../tenants/operators';
import { EXPIRY_IS_PAST, rotatedBefore } from '../../actions/key-problem';
import { created } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';
import { OldExpiresAt, ROTATION_TEXT, RotationBody } from '../../schemas/key';
import { NewOperatorBody, newOperatorBody } from '../../schemas/operator';

export const postOperatorRotate = route({
  method: 'post',
  path: '/v1/operators/:id/rotate',
  operationId: 'rotateOperatorKey',
  who: 'operator',
  summary: 'Replace an operator’s key, with an overlap',
  description: ROTATION_TEXT,
  params: z.strictObject({ id: Id }),
  body: RotationBody.prefault({}),
  idempotent: true,
  audits: ['operator_key_rotated'],
  answers: { 201: z.strictObject({ ...NewOperatorBody.shape, old_expires_at: OldExpiresAt }) },
  problems: ['conflict'],

  async handle({ caller, params: { id }, body, services, remember }) {
    const { overlap: overlapSeconds, expires_at: expiresAt } = body;
    return services.database.withSystem(async (sql) => {
      if (expiresAt && !(await isInFuture(sql, expiresAt))) return EXPIRY_IS_PAST;
      const outcome = await rotateOperator(sql, { id, overlapSeconds, expiresAt });
      if (outcome.kind === 'not_found') {
        return problem('not_found', `There is no operator ${id} whose key is good: GET /v1/operators lists them.`);
      }
      if (outcome.kind === 'rotated_before') return rotatedBefore(outcome.replacedBy);

      const { key, oldExpiresAt } = outcome;
      await writeAuditLog(sql, {
        tenantId: null,
        action: 'operator_key_rotated',
        actor: actorOf(caller),
        metadata: {
          operator_id: id,
          new_operator_id: key.id,
          name: key.name,
          old_expires_at: oldExpiresAt,
          expires_at: key.expiresAt,
        },
      });
      return remember(sql, created({ ...newOperatorBody(key), old_expires_at: oldExpiresAt }));
    });
  },
});
