import { z } from 'zod';
import { writeAuditLog } from '../../../logs/audit-log';
import { revokeOperator } from '../../../tenants/operators';
import { noContent } from '../../http/answer';
import { actorOf } from '../../http/caller';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';

export const deleteOperator = route({
  method: 'delete',
  path: '/v1/operators/:id',
  operationId: 'revokeOperator',
  who: 'operator',
  summary: 'Revoke an operator',
  description:
    'The key, and those in whose place it was made: an overlap ends with it. The last operator cannot be revoked where ' +
    '`OPERATOR_KEY` is not set.',
  params: z.strictObject({ id: Id }),
  audits: ['operator_revoked'],
  answers: { 204: null },
  problems: ['conflict'],

  async handle({ caller, params: { id }, services: { database, operatorKey } }) {
    return database.withSystem(async (sql) => {
      const outcome = await revokeOperator(sql, { id, hasOtherWay: operatorKey !== null });
      if (outcome.kind === 'not_found') {
        return problem('not_found', `There is no operator ${id} who is not revoked: GET /v1/operators lists them.`);
      }
      if (outcome.kind === 'last_way_in') {
        return problem(
          'conflict',
          'Nobody could make operators any more: make another one first, or set OPERATOR_KEY.',
        );
      }
      const metadata = { operator_id: id, name: outcome.name };
      await writeAuditLog(sql, { tenantId: null, action: 'operator_revoked', actor: actorOf(caller), metadata });
      return noContent();
    });
  },
});
