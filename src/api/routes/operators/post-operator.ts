import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { isInFuture } from '../../../tenants/key-life';
import { createOperator } from '../../../tenants/operators';
import { EXPIRY_IS_PAST } from '../../actions/key-problem';
import { created } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { GivenExpiry } from '../../schemas/key';
import { NewOperatorBody, newOperatorBody } from '../../schemas/operator';

/** One spelling a name: nobody takes `Anna` for `anna` in an audit log. */
const OperatorName = z
  .string()
  .max(100, 'must have at most 100 characters')
  .regex(/^[a-z0-9][a-z0-9._@+-]*$/, 'must be of a-z, 0-9, and . _ @ + - behind the first, such as anna@example.com');

export const postOperator = route({
  method: 'post',
  path: '/v1/operators',
  operationId: 'createOperator',
  who: 'operator',
  summary: 'Make a named operator',
  description:
    'With a key of their own, good for all that `OPERATOR_KEY` is good for. What is done with it stands in the audit log ' +
    'under the name.',
  body: z.strictObject({ name: OperatorName, expires_at: GivenExpiry }),
  idempotent: true,
  audits: ['operator_created'],
  answers: { 201: NewOperatorBody },
  problems: ['conflict'],

  async handle({ caller, body, services, remember }) {
    const { name, expires_at: expiresAt } = body;
    return services.database.withSystem(async (sql) => {
      if (expiresAt && !(await isInFuture(sql, expiresAt))) return EXPIRY_IS_PAST;
      const made = await createOperator(sql, { name, expiresAt });
      if (made.kind === 'name_taken') {
        return problem('conflict', `The name ${name} is taken: choose another one, or rotate or revoke who has it.`);
      }
      const { operator } = made;
      await writeAuditLog(sql, {
        tenantId: null,
        action: 'operator_created',
        actor: actorOf(caller),
        metadata: { operator_id: operator.id, name, expires_at: operator.expiresAt },
      });
      return remember(sql, created(newOperatorBody(operator)));
    });
  },
});
