import { z } from 'zod';
import { listAllAuditLogs, listAuditLogs } from '../../../logs/audit-log';
import { ofTenants } from '../../actions/of-tenants';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { Id, Moment, OF_TENANT } from '../../schemas/fields';

const AuditLog = z
  .strictObject({
    id: Id,
    at: Moment,
    action: z.string(),
    actor: z.strictObject({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    metadata: z.record(z.string(), z.unknown()),
    ...OF_TENANT,
  })
  .meta({ id: 'AuditLog' });

export const getAuditLogs = readRoute({
  path: '/v1/audit-logs',
  operationId: 'listAuditLogs',
  who: 'integrations:view',
  summary: 'List who did what, newest first',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(AuditLog) },

  read: (sql, { query }) => answerPage(query, ['audit-logs', sql.tenantId], (page) => listAuditLogs(sql, page)),

  overAll: ({ database }, { query: { tenant_id: tenantId = null, ...query } }) =>
    answerPage(query, ['audit-logs of all tenants', tenantId], (page) =>
      database.readSystem(async (sql) => {
        const { items, next } = await listAllAuditLogs(sql, { tenantId, ...page });
        const logs = items.map(({ tenant_id, ...item }) => ({ tenantId: tenant_id, item }));
        return { items: await ofTenants(sql, logs), next };
      }),
    ),
});
