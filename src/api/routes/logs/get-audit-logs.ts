import { z } from 'zod';
import { listAuditLogs } from '../../../logs/audit-log';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { Id, Moment } from '../../schemas/fields';

const AuditLog = z
  .strictObject({
    id: Id,
    at: Moment,
    action: z.string(),
    actor: z.strictObject({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    metadata: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditLog' });

export const getAuditLogs = readRoute({
  path: '/v1/audit-logs',
  who: 'integrations:view',
  summary: 'List who did what, newest first',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(AuditLog) },

  read: (sql, { query }) => answerPage(query, ['audit-logs', sql.tenantId], (page) => listAuditLogs(sql, page)),
});
